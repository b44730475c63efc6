import { safetensorsParts, type OutputFolder } from '@amcl/artifacts';
import { chooseLabelled, DATA_SETS, readSplit, type DataSets } from '@amcl/data';
import { openProvidedEngine } from '@amcl/engine';
import type { LabelledFeatures } from '@amcl/evaluation';
import { measuredSplit, type Evaluation, type IngestResult, type LinearProbeResult } from '@amcl/results';
import type { Stage } from '@amcl/stage';
import { bringDataSet } from './bring-data-set';
import { ImageEncoder } from './encode-images';
import { expectBatch, fineTune } from './fine-tune/fine-tune';
import { measure, type Measurement } from './measure';
import { bySet, measurePairs } from './measure-pairs';
import { openNetworks, type Network } from './networks';
import { findNeighbours, mapFeatures } from './show-features';

/**
 * Stage linear-probe: kNN, linear probe, similarity of pairs and their geometry of the trained encoder, beside those of the untrained one; a
 * map and nearest neighbours by the trained one, and what comes of fine-tuning it.
 */
export const linearProbe = createLinearProbe(DATA_SETS);

/** @param dataSets that `linearProbe.dataset` may name */
export function createLinearProbe(
  dataSets: Partial<DataSets>,
): Stage<'linearProbe', 'ingest' | 'augment' | 'pretrain', LinearProbeResult> {
  return {
    name: 'linear-probe',
    section: 'linearProbe',
    reads: ['ingest', 'augment', 'pretrain'],
    usesEngine: true,
    run: async (section, { ingest, augment, pretrain }, context) => {
      const { output, emit } = context;
      const engine = await openProvidedEngine(context.engine);
      const networks = await openNetworks(pretrain, context);
      const brought = section.dataset && (await bringDataSet(section.dataset, context, dataSets));
      const data = brought ?? ingest;
      const splits = { train: await readSplit(data, 'train'), test: await readSplit(data, 'test') };
      const { recipe } = augment.result;
      const classes = data.result.classNames.length;
      const labelled = chooseLabelled({
        labels: splits.train.labels,
        classes,
        share: section.labels,
        seed: context.seed,
      });
      if (section.fineTune) expectBatch(section.fineTune, labelled);
      const measured = async (network: Network) => {
        const encoder = new ImageEncoder(networks, network, recipe, context);
        const measurement: Measurement = { section, splits, labelled, classes, encoder, context };
        try {
          return { ...(await measure(measurement)), pairs: await measurePairs(measurement) };
        } finally {
          encoder.dispose();
        }
      };
      const untrained = await measured(networks.untrained);
      const trained = await measured(networks.trained);
      await writeFeatures(output, 'features-train', trained.train);
      await writeFeatures(output, 'features-test', trained.test);
      const tuning =
        section.fineTune &&
        (await fineTune({
          section: section.fineTune,
          pretrained: networks.pretrained,
          splits,
          labelled,
          classes,
          recipe,
          context,
        }));
      const result: LinearProbeResult = {
        data: brought && brought.result,
        labelled: labelled.length,
        trained: trained.evaluation,
        untrained: untrained.evaluation,
        fineTuned: tuning && tuning.fineTuned,
        similarity: { trained: trained.pairs.similarity, untrained: untrained.pairs.similarity },
        augmentations: bySet(trained.pairs, untrained.pairs),
        geometry: { trained: trained.pairs.geometry, untrained: untrained.pairs.geometry },
        map: await mapFeatures(section, trained.test, context),
        neighbours: findNeighbours(section, trained.train, trained.test, context.seed),
      };
      emit({ kind: 'message', level: 'info', text: summary('untrained', result.untrained, data.result) });
      emit({ kind: 'message', level: 'info', text: summary('trained', result.trained, data.result) });
      if (result.fineTuned !== null)
        emit({
          kind: 'message',
          level: 'info',
          text: `fine-tuned encoder: ${lastTop1(result.fineTuned)}, on the ${measuredSplit(data.result)}`,
        });
      return {
        result,
        run: {
          device: engine.device,
          threads: engine.threads,
          ...(tuning?.viewsPerSecond && { fineTuneViewsPerSecond: tuning.viewsPerSecond }),
        },
      };
    },
  };
}

/** Safetensors with `features` F32 [n, F] of the trained encoder and `labels` I32 [n], in the order of the split. */
async function writeFeatures(
  output: OutputFolder,
  name: string,
  { features, labels }: LabelledFeatures,
): Promise<void> {
  const count = labels.length;
  const tensors = {
    features: { dtype: 'F32', shape: [count, features.length / count], data: features },
    labels: { dtype: 'I32', shape: [count], data: labels },
  } as const;
  await output.writeBlob(`${name}.safetensors`, safetensorsParts(tensors));
}

function summary(name: string, { knn, probe }: Evaluation, data: IngestResult): string {
  return `${name} encoder: kNN top-1 ${knn.top1.toFixed(2)} % (k = ${knn.k}), linear probe ${lastTop1(probe)}, on the ${measuredSplit(data)}`;
}

function lastTop1({ top1 }: { readonly top1: number }): string {
  return `top-1 ${top1.toFixed(2)} % (last epoch)`;
}
