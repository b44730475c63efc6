import type { Experiment } from '@amcl/experiment';
import { createMethod } from '@amcl/methods';
import { randomStream } from '@amcl/random';
import { stepOptions, Stepper, TrainingState, type StepMetrics, type ViewBatch } from '@amcl/training';

const SIDE = 32;
/** More than any benchmark does: of MoCo's schedule. */
const STEPS = 100_000;

/** Training steps on the same two views over and over: no input stream. */
export class BareStep {
  readonly batch: ViewBatch;
  private readonly method;
  private readonly state;
  private readonly stepper;
  private readonly lr;

  constructor({ pretrain, seed }: Experiment) {
    this.method = createMethod(pretrain);
    this.state = TrainingState.initialize(this.method, seed);
    this.lr = pretrain.optimizer.lr;
    const options = { ...stepOptions(pretrain, this.method), seed, steps: STEPS, capture: pretrain.capture };
    this.stepper = new Stepper(this.method, this.state, options);
    const shape = [pretrain.batchSize, SIDE, SIDE, 3] as const;
    this.batch = { views: [noise(shape, 0), noise(shape, 1)], shape };
  }

  /** Does a step on these views, or on the noise. */
  run(batch: ViewBatch = this.batch): StepMetrics {
    return this.stepper.step(batch, this.lr);
  }

  dispose(): void {
    this.stepper.dispose();
    this.state.dispose();
  }
}

function noise(shape: readonly number[], view: number): Float32Array {
  const random = randomStream(1, 'bench/view', view);
  return Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => random.uniform(-2, 2));
}
