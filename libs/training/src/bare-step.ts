import { openTuner, type Engine, type KernelTuner, type OpTime } from '@amcl/engine';
import type { Experiment } from '@amcl/experiment';
import { createMethod } from '@amcl/methods';
import { randomStream } from '@amcl/random';
import type { StepMetrics } from './step-metrics';
import { stepOptions } from './step-options';
import { Stepper } from './stepper';
import type { ViewBatch } from './train-step';
import { TrainingState } from './training-state';

/** More than anyone does: of MoCo's schedule. */
const STEPS = 100_000;

/**
 * The training steps of an experiment on the same two views of noise over and over, without an input stream: to measure what a step takes. What
 * is in the views makes no difference to that.
 */
export class BareStep {
  readonly batch: ViewBatch;
  /** Numbers that are trained. */
  readonly parameters: number;
  private readonly method;
  private readonly state;
  private readonly stepper;
  private readonly lr;

  private constructor({ pretrain, augmentation, seed }: Experiment, tuner: KernelTuner | null) {
    this.method = createMethod(pretrain);
    this.state = TrainingState.initialize(this.method, seed);
    this.lr = pretrain.optimizer.lr;
    const options = { ...stepOptions(pretrain, this.method), seed, steps: STEPS, capture: pretrain.capture, tuner };
    this.stepper = new Stepper(this.method, this.state, options);
    const { size } = augmentation.randomResizedCrop;
    const shape = [pretrain.batchSize, size, size, 3] as const;
    this.batch = { views: [noise(shape, 0), noise(shape, 1)], shape };
    this.parameters = this.method.module.parameters.reduce((sum, spec) => sum + product(spec.shape), 0);
  }

  /** Does the first step, too, at which the ways to compute in are chosen, as in the stage. */
  static async open(engine: Engine, experiment: Experiment): Promise<BareStep> {
    const tuner = experiment.pretrain.autotune ? await openTuner(engine, []) : null;
    const step = new BareStep(experiment, tuner);
    step.run();
    await tuner?.save();
    return step;
  }

  /** Does a step on these views, or on the noise. */
  run(batch: ViewBatch = this.batch): StepMetrics {
    return this.stepper.step(batch, this.lr);
  }

  /** Does a step, and tells how long each operation took. */
  profile(): OpTime[] {
    return this.stepper.profile(this.batch, this.lr);
  }

  dispose(): void {
    this.stepper.dispose();
    this.state.dispose();
  }
}

function noise(shape: readonly number[], view: number): Float32Array {
  const random = randomStream(1, 'bench/view', view);
  return Float32Array.from({ length: product(shape) }, () => random.uniform(-2, 2));
}

const product = (shape: readonly number[]): number => shape.reduce((sizes, size) => sizes * size, 1);
