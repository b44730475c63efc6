import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import type { Recipe } from '@amcl/augmentation';
import type { Split } from '@amcl/data';
import type { KernelTuner } from '@amcl/engine';
import type { PretrainSection } from '@amcl/experiment';
import { batchPlan, viewBatches, type StoredViews, type ViewBatch } from '@amcl/input-stream';
import type { Method } from '@amcl/methods';
import { cosineWarmup } from '@amcl/optim';
import { metricValues, type Metric } from '@amcl/results';
import type { StageContext } from '@amcl/stage';
import { NonFiniteLossError, stepOptions, Stepper, type TrainingState } from '@amcl/training';
import { lastValueFrom, takeWhile } from 'rxjs';
import { collapseWarning } from './collapse-warning';
import { describeStop, earlyStop } from './early-stop';
import { epochLine } from './epoch-line';
import { epochMeans } from './epoch-means';
import type { Monitor } from './knn-monitor';
import type { MetricsLog } from './metrics-log';
import { saveMeasured } from './save-measured';
import { StepWatch } from './step-watch';

export interface TrainOptions extends Pick<StageContext, 'signal' | 'emit' | 'seed'> {
  readonly section: PretrainSection;
  readonly method: Method;
  /** Where the training stands; it is advanced to its end. */
  readonly state: TrainingState;
  readonly log: MetricsLog;
  readonly split: Split;
  readonly recipe: Recipe;
  readonly stored: StoredViews | null;
  readonly monitor: Monitor;
  /** Picks the ways to compute; null takes the default ones. */
  readonly tuner: KernelTuner | null;
  readonly checkpoint: { readonly path: string; save(this: void): Promise<void> };
}

/** How fast this run of the training was, without the monitor. */
export interface TrainSpeed {
  /** 0 where no step was left to do. */
  readonly viewsPerSecond: number;
  /** Share of the time of the steps in which the trainer waited for views, 0..1. */
  readonly waitingShare: number;
}

/**
 * Does the steps that are left, or those before it is stopped early: views in worker threads, in order -> training step -> metrics,
 * monitor, checkpoint.
 * @throws NonFiniteLossError when the training diverges; the signal's reason, after a checkpoint, when it is aborted
 */
export async function train(options: TrainOptions): Promise<TrainSpeed> {
  const { section, method, state, log, split, recipe, stored, seed, monitor, tuner, checkpoint, signal, emit } =
    options;
  const { batchSize, epochs, optimizer } = section;
  const { stepsPerEpoch, steps } = batchPlan({ count: split.count, batchSize, epochs, seed });
  const schedule = cosineWarmup({
    lr: optimizer.lr,
    warmupSteps: section.schedule.warmupEpochs * stepsPerEpoch,
    maxSteps: steps,
  });
  const stepper = new Stepper(method, state, {
    ...stepOptions(section, method),
    steps,
    seed,
    capture: section.capture,
    tuner,
  });
  const { size } = recipe.randomResizedCrop;
  const watch = new StepWatch();
  let saved = state.step > 0;
  let knn = log.knn().at(-1)?.top1;
  let stopped = earlyStop(log.knn(), section.knn.stopBelow);

  const note = (metric: Metric): void => {
    log.append(metric);
    emit({ kind: 'metrics', step: metric.step, values: metricValues(metric) });
  };

  const measure = async (epoch: number): Promise<void> => {
    knn = await monitor(state, signal);
    note({ step: state.step, epoch, knn });
  };

  const save = async (): Promise<void> => {
    await checkpoint.save();
    saved = true;
  };

  const step = async ({ views, epoch, waited }: ViewBatch): Promise<void> => {
    await setImmediate(); // the step blocks the thread: signals and workers get their turn before it
    await untrained;
    if (signal.aborted) {
      await save();
      throw signal.reason;
    }
    const started = performance.now();
    const lr = schedule(state.step);
    const batch = { views, shape: [batchSize, size, size, 3] } as const;
    const { loss, ...statistics } = stepper.step(batch, lr);
    watch.add(performance.now() - started, waited, views.length * batchSize);
    if (!Number.isFinite(loss))
      throw new NonFiniteLossError({ step: state.step, loss, lr, checkpoint: saved ? checkpoint.path : null });
    if (tuner !== null) await saveMeasured(tuner, emit);
    note({ step: state.step, epoch: epoch + 1, loss, lr, ...statistics });
    if (state.step % stepsPerEpoch === 0) await endEpoch(epoch + 1, lr);
    if (state.step % section.checkpoint.everySteps === 0) await save();
    emit({
      kind: 'progress',
      task: 'pretrain',
      done: state.step,
      total: steps,
      unit: 'steps',
      values: figures(epoch + 1, loss),
    });
  };

  const endEpoch = async (epoch: number, lr: number): Promise<void> => {
    const { every } = section.knn;
    const measured = epoch === epochs || (every > 0 && epoch % every === 0);
    if (measured) await measure(epoch);
    const means = epochMeans(log.stepsOf(epoch));
    const before = log.stepsOf(epoch - 1);
    const warning = collapseWarning(means.embeddingStd, before.length === 0 ? null : epochMeans(before).embeddingStd);
    emit({
      kind: 'epoch',
      text: epochLine({
        epoch,
        epochs,
        means,
        lr,
        knn: measured ? (knn ?? null) : null,
        viewsPerSecond: watch.viewsPerSecond,
        minutesLeft: watch.minutesFor(steps - state.step),
      }),
    });
    if (warning !== null) emit({ kind: 'message', level: 'warning', text: warning });
    stopped = earlyStop(log.knn(), section.knn.stopBelow);
    if (stopped !== null) emit({ kind: 'message', level: 'info', text: describeStop(stopped) });
  };

  const figures = (epoch: number, loss: number): Record<string, number> => ({
    epoch,
    loss: Number(loss.toFixed(4)),
    'kNN %': Number(knn?.toFixed(2)),
    'views/s': Math.round(watch.viewsPerSecond),
  });

  // Meanwhile the workers start and make the first batches.
  const untrained = knn === undefined ? measure(0) : Promise.resolve();
  untrained.catch(() => undefined); // the first step tells
  const startStep = state.step;
  const workers = Math.max(1, availableParallelism() - 1);
  const steps$ = viewBatches({ split, recipe, seed, batchSize, epochs, startStep, workers, stored }, step);
  // A training that was killed after its last step may be stopped already.
  if (stopped === null)
    await lastValueFrom(steps$.pipe(takeWhile(() => stopped === null)), { defaultValue: undefined });
  stepper.dispose();
  return {
    viewsPerSecond: watch.viewsPerSecond,
    waitingShare: watch.waitingShare,
  };
}
