import type { Experiment } from '@amcl/experiment';
import { createMethod } from '@amcl/methods';
import { randomStream } from '@amcl/random';
import { trainStep, TrainingState, type ViewBatch } from '@amcl/training';

const SIDE = 32;

/** Training steps on the same two views over and over: no input stream. */
export class BareStep {
  readonly batch: ViewBatch;
  private readonly method;
  private readonly state;

  constructor(private readonly experiment: Experiment) {
    const { pretrain, seed } = experiment;
    this.method = createMethod(pretrain);
    this.state = TrainingState.initialize(this.method, seed);
    const shape = [pretrain.batchSize, SIDE, SIDE, 3] as const;
    this.batch = { views: [noise(shape, 0), noise(shape, 1)], shape };
  }

  /** Does a step on these views, or on the noise; returns the loss. */
  run({ views, shape }: ViewBatch = this.batch): number {
    const { lr, momentum, weightDecay } = this.experiment.pretrain.optimizer;
    return trainStep(this.method, this.state, { views, shape }, { lr, momentum, weightDecay, exclude: new Set() });
  }
}

function noise(shape: readonly number[], view: number): Float32Array {
  const random = randomStream(1, 'bench/view', view);
  return Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => random.uniform(-2, 2));
}
