import { safetensorsParts, type OutputFolder } from '@amcl/artifacts';
import { readSplit } from '@amcl/data';
import { openProvidedEngine } from '@amcl/engine';
import type { LabelledFeatures } from '@amcl/evaluation';
import { measuredSplit, type Evaluation, type IngestResult, type LinearProbeResult } from '@amcl/results';
import type { Stage } from '@amcl/stage';
import { ImageEncoder } from './encode-images';
import { measure, type Measurement } from './measure';
import { bySet, measurePairs } from './measure-pairs';
import { openNetworks, type Network } from './networks';
import { findNeighbours, mapFeatures } from './show-features';

/**
 * Stage linear-probe: kNN, linear probe, similarity of pairs and their geometry of the trained encoder, beside those of the untrained one; a
 * map and nearest neighbours by the trained one.
 */
export const linearProbe: Stage<'linearProbe', 'ingest' | 'augment' | 'pretrain', LinearProbeResult> = {
  name: 'linear-probe',
  section: 'linearProbe',
  reads: ['ingest', 'augment', 'pretrain'],
  usesEngine: true,
  run: async (section, { ingest, augment, pretrain }, context) => {
    const { output, emit } = context;
    const engine = await openProvidedEngine(context.engine);
    const networks = await openNetworks(pretrain, context);
    const splits = { train: await readSplit(ingest, 'train'), test: await readSplit(ingest, 'test') };
    const measured = async (network: Network) => {
      const encoder = new ImageEncoder(networks, network, augment.result.recipe, context);
      const classes = ingest.result.classNames.length;
      const measurement: Measurement = { section, splits, classes, encoder, context };
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
    const result: LinearProbeResult = {
      trained: trained.evaluation,
      untrained: untrained.evaluation,
      similarity: { trained: trained.pairs.similarity, untrained: untrained.pairs.similarity },
      augmentations: bySet(trained.pairs, untrained.pairs),
      geometry: { trained: trained.pairs.geometry, untrained: untrained.pairs.geometry },
      map: await mapFeatures(section, trained.test, context),
      neighbours: findNeighbours(section, trained.train, trained.test, context.seed),
    };
    emit({ kind: 'message', level: 'info', text: summary('untrained', result.untrained, ingest.result) });
    emit({ kind: 'message', level: 'info', text: summary('trained', result.trained, ingest.result) });
    return { result, run: { device: engine.device, threads: engine.threads } };
  },
};

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

function summary(name: string, { knn, probe }: Evaluation, ingest: IngestResult): string {
  return `${name} encoder: kNN top-1 ${knn.top1.toFixed(2)} % (k = ${knn.k}), linear probe top-1 ${probe.top1.toFixed(2)} % (last epoch), on the ${measuredSplit(ingest)}`;
}
