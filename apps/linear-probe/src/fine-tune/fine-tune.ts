import { join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import type { Recipe } from '@amcl/augmentation';
import { classificationReport } from '@amcl/evaluation';
import type { FineTuneSection } from '@amcl/experiment';
import { evalBatches, evalShape } from '@amcl/input-stream';
import { CLASSIFIER_PREFIX, classifier, type Classifier } from '@amcl/methods';
import { saveSafetensors, type WeightArrays } from '@amcl/models';
import type { FineTuned } from '@amcl/results';
import type { StageContext } from '@amcl/stage';
import { encoderArrays, FrozenEncoder, loadCheckpoint, TrainingState, withPrefix } from '@amcl/training';
import type { Splits } from '../measure';
import type { Pretrained } from '../networks';
import { labelledPlan } from './labelled-plan';
import { LossLog } from './loss-log';
import { trainClassifier } from './train-classifier';

/** Test images at a time. */
const BATCH = 250;

/** What is fine-tuned, on what, and how. */
export interface FineTuneOptions {
  readonly section: FineTuneSection;
  readonly pretrained: Pretrained;
  readonly splits: Splits;
  /** Images of the train split whose labels may be used. */
  readonly labelled: Uint32Array;
  readonly classes: number;
  readonly recipe: Recipe;
  readonly context: Pick<StageContext, 'seed' | 'key' | 'work' | 'output' | 'signal' | 'emit'>;
}

/** What fine-tuning gave, and how fast this run of it was; null where fewer than two steps were left. */
export interface FineTuning {
  readonly fineTuned: FineTuned;
  readonly viewsPerSecond: number | null;
}

/**
 * Fine-tunes encoder and classifier on the labelled images, from the last checkpoint if there is one, and measures them on the test split after
 * the last epoch. Writes `fine-tuned.safetensors`, torchvision's names.
 * @throws UserError when the loss is not finite; the signal's reason, after a checkpoint, when it is aborted
 */
export async function fineTune(options: FineTuneOptions): Promise<FineTuning> {
  const { section, pretrained, splits, labelled, classes, recipe, context } = options;
  const { seed, key, work, output, signal } = context;
  const plan = labelledPlan(splits.train, labelled, { batchSize: section.batchSize, seed });
  const { encoder, weights } = pretrained;
  const task = classifier({ encoder, classes, labelsOf: plan.labelsOf });
  const owner = { key, seed };
  const path = join(work, 'fine-tune.safetensors');
  const state =
    (await loadCheckpoint(path, task, owner))?.state ??
    TrainingState.initialize(task, seed, { ...weights.parameters, ...weights.buffers });
  const log = LossLog.open(join(work, 'fine-tune-losses.txt'), state.step);
  try {
    const viewsPerSecond = await trainClassifier({
      section,
      plan,
      task,
      state,
      log,
      recipe,
      split: splits.train,
      checkpoint: { path, owner },
      context,
    });
    const trained = networkArrays(state);
    await output.writeBlob('fine-tuned.safetensors', saveSafetensors(task.network, trained));
    const { top1, top5, perClass } = classificationReport(
      await testLogits(task, trained, splits.test, recipe, signal),
      splits.test.labels,
      classes,
    );
    return { fineTuned: { top1, top5, perClass, loss: log.epochMeans(plan.stepsPerEpoch) }, viewsPerSecond };
  } finally {
    state.dispose();
  }
}

/** @throws UserError when the labelled images are fewer than a batch */
export function expectBatch({ batchSize }: FineTuneSection, labelled: Uint32Array): void {
  if (labelled.length >= batchSize) return;
  throw new UserError(
    `Expected at most ${labelled.length}, the training images with labels, for linearProbe.fineTune.batchSize but received ${batchSize}.`,
  );
}

/** Of the classifier's network, by its names. */
function networkArrays(state: TrainingState): WeightArrays {
  const { parameters, buffers } = encoderArrays(state);
  const layer = withPrefix(CLASSIFIER_PREFIX, state.weightArrays(CLASSIFIER_PREFIX).parameters);
  return { parameters: { ...parameters, ...layer }, buffers };
}

/** What the network, in eval mode, says of every image as it is: [n, classes]. */
async function testLogits(
  { network }: Classifier,
  weights: WeightArrays,
  test: Splits['test'],
  recipe: Recipe,
  signal: AbortSignal,
): Promise<Float32Array> {
  const frozen = new FrozenEncoder(network, weights, { capture: true });
  try {
    const batches = evalBatches({ split: test, recipe, batchSize: BATCH });
    return await frozen.encode({ count: test.count, imageShape: evalShape(recipe), batches, signal });
  } finally {
    frozen.dispose();
  }
}
