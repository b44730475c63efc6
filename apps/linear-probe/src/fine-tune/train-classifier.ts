import { setImmediate } from 'node:timers/promises';
import { UserError } from '@amcl/artifacts';
import type { Recipe } from '@amcl/augmentation';
import type { Split } from '@amcl/data';
import type { FineTuneSection } from '@amcl/experiment';
import { keyedBatches } from '@amcl/input-stream';
import type { Classifier } from '@amcl/methods';
import { cosineAnnealing } from '@amcl/optim';
import type { StageContext } from '@amcl/stage';
import { saveCheckpoint, Stepper, type CheckpointOwner, type TrainingState } from '@amcl/training';
import { cropsAndFlips } from '../crops-and-flips';
import type { LabelledPlan } from './labelled-plan';
import type { LossLog } from './loss-log';

/** A fine-tuning under way. */
export interface ClassifierTraining {
  readonly section: FineTuneSection;
  readonly plan: LabelledPlan;
  readonly task: Classifier;
  /** Where the training stands; it is advanced to its end. */
  readonly state: TrainingState;
  readonly log: LossLog;
  /** Of pre-training: its crops and flips are taken. */
  readonly recipe: Recipe;
  readonly split: Split;
  readonly checkpoint: { readonly path: string; readonly owner: CheckpointOwner };
  readonly context: Pick<StageContext, 'seed' | 'signal' | 'emit'>;
}

/**
 * Does the steps that are left: a view of each image of the batch -> training step as one graph -> log, checkpoint. Computes in the engine's
 * default ways, so that the figures depend on no timing.
 * @returns views per second, null where fewer than two steps were left
 * @throws as `fineTune`
 */
export async function trainClassifier(training: ClassifierTraining): Promise<number | null> {
  const { section, plan, task, state, log, recipe, split, checkpoint, context } = training;
  const { epochs, batchSize, lr, momentum, weightDecay } = section;
  const { seed, signal, emit } = context;
  const { stepsPerEpoch } = plan;
  const steps = epochs * stepsPerEpoch;
  const schedule = cosineAnnealing({ lr, tMax: steps });
  const { size } = recipe.randomResizedCrop;
  const shape = [batchSize, size, size, 3] as const;
  const stepper = new Stepper(task, state, {
    optimizer: { name: 'sgd', momentum, weightDecay, exclude: new Set(), trustCoefficient: 1 },
    clipNorm: null,
    microBatchSize: null,
    steps,
    seed,
    capture: true,
  });
  const speed = new Speed();

  const save = () => saveCheckpoint(checkpoint.path, task, { state, kernels: [] }, checkpoint.owner);

  const step = async (view: Float32Array, epoch: number): Promise<void> => {
    await setImmediate(); // the step blocks the thread: signals get their turn before it
    if (signal.aborted) {
      await save();
      throw signal.reason;
    }
    const rate = schedule(state.step);
    const { loss } = stepper.step({ views: [view], shape }, rate);
    if (!Number.isFinite(loss))
      throw new UserError(
        `The loss of fine-tuning is ${loss} at step ${state.step}. Take a smaller linearProbe.fineTune.lr than ${lr}.`,
      );
    log.append(loss);
    speed.add(batchSize);
    const values = {
      epoch: epoch + 1,
      loss: Number(loss.toFixed(4)),
      ...(speed.known && { 'views/s': Math.round(speed.known) }),
    };
    emit({ kind: 'progress', task: 'fine-tuning', done: state.step, total: steps, unit: 'steps', values });
    if (state.step % stepsPerEpoch === 0) tellEpoch(epoch + 1, rate);
    if (state.step % section.checkpoint.everySteps === 0) await save();
  };

  const tellEpoch = (epoch: number, rate: number): void => {
    const loss = log.epochMeans(stepsPerEpoch)[epoch - 1] ?? NaN;
    const figures = [
      `fine-tuning, epoch ${epoch}/${epochs}`,
      `loss ${loss.toFixed(4)}`,
      `lr ${rate.toPrecision(3)}`,
      ...speed.describe((steps - state.step) * batchSize),
    ];
    emit({ kind: 'metrics', step: epoch, values: { 'fine_tune/loss': loss, 'fine_tune/lr': rate } });
    emit({ kind: 'epoch', text: figures.join('  ') });
  };

  try {
    while (state.step < steps) {
      const epoch = Math.floor(state.step / stepsPerEpoch);
      const images = plan.imagesOf(epoch).subarray((state.step % stepsPerEpoch) * batchSize);
      const key = { domain: 'fine-tune/view', before: [epoch] };
      for await (const batch of keyedBatches({ split, images, recipe: cropsAndFlips(recipe), batchSize, seed, key }))
        await step(batch.images, epoch);
    }
    return speed.known;
  } finally {
    stepper.dispose();
  }
}

/** Views per second from the first step on, which is not counted: it makes the graph. */
class Speed {
  private views = -1;
  private started = 0;

  add(views: number): void {
    if (this.views < 0) [this.views, this.started] = [0, performance.now()];
    else this.views += views;
  }

  /** Null until there is a second step. */
  get known(): number | null {
    return this.views > 0 ? (1000 * this.views) / (performance.now() - this.started) : null;
  }

  /** @param left views that are left to do */
  describe(left: number): string[] {
    const { known } = this;
    return known === null ? [] : [`${known.toFixed(0)} views/s`, `${(left / known / 60).toFixed(1)} min left`];
  }
}
