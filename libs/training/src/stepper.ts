import * as tf from '@tensorflow/tfjs-core';
import { capture, withTuner, type Captured, type CapturedInput, type KernelTuner, type OpTime } from '@amcl/engine';
import type { Task, TaskLoss } from '@amcl/methods';
import { capturedState, flatten, unflatten } from './flat-state';
import { stepMetrics, type MetricsOf } from './step-metrics';
import type { StepOptions } from './step-options';
import { computeStep, trainStep, type ViewBatch } from './train-step';
import type { TrainingState } from './training-state';

/** What the steps of a training have in common. */
export interface StepperOptions extends StepOptions {
  /** Of the whole training. */
  readonly steps: number;
  /** Of the experiment, 0 .. 2^32 - 1. */
  readonly seed: number;
  /** One graph for the whole step, where the backend is tensorflow and there are no micro-batches; else operation by operation. */
  readonly capture: boolean;
  /** Picks the ways to compute in at the first step; null or absent: the default ones. */
  readonly tuner?: KernelTuner | null;
}

/** Does the steps of a training, and keeps what the backend has made of them. */
export class Stepper<L extends TaskLoss> {
  private captured: Captured | null = null;
  private shape = '';

  constructor(
    private readonly task: Task<L>,
    private readonly state: TrainingState,
    private readonly options: StepperOptions,
  ) {}

  /**
   * Does a step and advances the state.
   * @param lr 0 or more
   * @returns the metrics of the batch before the step. If the loss is not finite, neither is the state: stop, with `NonFiniteLossError`.
   */
  step(batch: ViewBatch, lr: number): MetricsOf<L> {
    if (!this.captures) return this.tuned(() => trainStep(this.task, this.state, batch, { ...this.options, lr }));
    return stepMetrics<L>(this.advance(batch, lr, (captured, inputs) => captured.run(inputs)));
  }

  /** Does a step, too, and tells how long each operation took. @throws where a step is not one graph */
  profile(batch: ViewBatch, lr: number): OpTime[] {
    if (!this.captures)
      throw new Error('Expected the tensorflow backend, capture and no micro-batches, where a step is one graph');
    return this.advance(batch, lr, (captured, inputs) => captured.profile(inputs));
  }

  /** Frees the graph. The state keeps its numbers. */
  dispose(): void {
    this.state.takeBack();
    this.captured?.dispose();
    this.captured = null;
  }

  private get captures(): boolean {
    // Micro-batches are there for the memory, but a graph would compute them all at once.
    return this.options.capture && tf.getBackend() === 'tensorflow' && this.options.microBatchSize === null;
  }

  private tuned<T>(f: () => T): T {
    return withTuner(this.options.tuner ?? null, f);
  }

  /** Does a step by the graph, which it captures where there is none for these shapes. */
  private advance<T>(
    batch: ViewBatch,
    lr: number,
    run: (captured: Captured, inputs: ReturnType<typeof inputsOf>) => T,
  ): T {
    const { steps, seed } = this.options;
    const inputs = inputsOf(batch, { ...this.task.stepInputs?.({ step: this.state.step, steps, seed }), lr });
    if (this.captured === null || this.shape !== shapeOf(batch)) {
      this.dispose();
      this.captured = this.tuned(() => captureStep(this.task, this.state, inputs, this.options));
      this.shape = shapeOf(batch);
      this.state.leaveTo(this.captured);
    }
    const result = run(this.captured, inputs);
    this.state.advanceWithin();
    return result;
  }
}

const VIEW = 'view/';

const shapeOf = ({ shape }: ViewBatch): string => shape.join();

function inputsOf({ views, shape }: ViewBatch, values: Readonly<Record<string, number | Int32Array>>) {
  const inputs: Record<string, CapturedInput> = {};
  views.forEach((data, index) => (inputs[`${VIEW}${index}`] = { shape, data }));
  for (const [name, value] of Object.entries(values))
    inputs[name] =
      typeof value === 'number' ? { shape: [], data: Float32Array.of(value) } : { shape: [value.length], data: value };
  return inputs;
}

function captureStep(
  task: Task,
  state: TrainingState,
  inputs: Readonly<Record<string, CapturedInput>>,
  options: StepOptions,
): Captured {
  return capture(
    (tensors, given) => {
      const entries = Object.entries(given);
      const views = entries.filter(([name]) => name.startsWith(VIEW)).map(([, tensor]) => tensor);
      const others = Object.fromEntries(entries.filter(([name]) => !name.startsWith(VIEW)));
      const { metrics, ...next } = computeStep(task, unflatten(tensors), views, others, options);
      return { state: flatten<tf.Tensor>(next), outputs: metrics };
    },
    capturedState(task.module, state.toArrays()),
    inputs,
  );
}
