import type { Split } from '@amcl/data';
import { knnTop1, trainLinearProbe, type LabelledFeatures } from '@amcl/evaluation';
import type { LinearProbeSection } from '@amcl/experiment';
import type { Evaluation } from '@amcl/results';
import type { StageContext } from '@amcl/stage';
import type { ImageEncoder } from './encode-images';
import { rowsOf } from './rows-of';

/** The images, apart: the classifier is trained on `train` alone, and `test` is seen after its last epoch. */
export interface Splits {
  readonly train: Split;
  readonly test: Split;
}

/** How a network is measured. */
export interface Measurement {
  readonly section: LinearProbeSection;
  readonly splits: Splits;
  /** Images of the train split whose labels may be used, ascending. */
  readonly labelled: Uint32Array;
  readonly classes: number;
  readonly encoder: ImageEncoder;
  readonly context: Pick<StageContext, 'seed' | 'signal' | 'emit'>;
}

/** Figures of a network by the labelled images, and the features of all images. */
export interface Measured {
  readonly evaluation: Evaluation;
  readonly train: LabelledFeatures;
  readonly test: LabelledFeatures;
}

/** kNN and linear probe of a network's features. */
export async function measure(measurement: Measurement): Promise<Measured> {
  const { section, splits, labelled, classes, encoder, context } = measurement;
  const { seed, signal, emit } = context;
  const featuresOf = async (name: keyof Splits): Promise<LabelledFeatures> => ({
    features: await encoder.features(splits[name], name),
    labels: splits[name].labels,
  });
  const [train, test] = [await featuresOf('train'), await featuresOf('test')];
  const known = labelled.length === splits.train.count ? train : rowsOf(train, labelled);
  const top1 = knnTop1(known, test, { classes, ...section.knn });
  const augmented = async (epoch: number): Promise<LabelledFeatures> => ({
    features: await encoder.augmentedFeatures(splits.train, labelled, epoch),
    labels: known.labels,
  });
  const { epochs, batchSize, lr, momentum, weightDecay } = section;
  const probe = await trainLinearProbe({
    train: section.augment ? augmented : () => known,
    test,
    classes,
    epochs,
    batchSize,
    lr,
    momentum,
    weightDecay,
    seed,
    onEpoch: (done, loss) => {
      signal.throwIfAborted();
      const values = { loss: Number(loss.toFixed(4)) };
      emit({ kind: 'metrics', step: done, values: { [`probe_${encoder.name}/loss`]: loss } });
      emit({ kind: 'progress', task: `linear probe, ${encoder.name}`, done, total: epochs, unit: 'epochs', values });
    },
  });
  return { evaluation: { probe, knn: { top1, ...section.knn } }, train, test };
}
