import * as tf from '@tensorflow/tfjs-core';
import type { TensorMap } from '@amcl/engine';
import type { ParityCase, ParityTensor } from '@amcl/parity';
import { cosineAnnealing } from '../cosine-annealing';
import { cosineWarmup, type CosineWarmupOptions, type Schedule } from '../cosine-warmup';
import { momentumSlots, type MomentumStep } from '../momentum-step';

/** The params of a parity case of `sgd` or `lars`. */
export interface OptimizerParams {
  lr: number;
  momentum: number;
  weightDecay: number;
  exclude: string[];
  schedule:
    | ({ kind: 'cosine_warmup' } & Omit<CosineWarmupOptions, 'lr'>)
    | { kind: 'cosine_annealing'; tMax: number; etaMin: number };
  steps: number;
  names: string[];
  /** Of LARS. */
  trustCoefficient?: number;
  eps?: number;
}

/** For tests: does the steps of a case; the parameters after them and the rates used. */
export function runCase(
  { param, in: inputs, params }: ParityCase,
  stepOf: (step: MomentumStep, params: OptimizerParams) => { parameters: TensorMap; slots: TensorMap },
): { parameters: TensorMap; lrs: number[] } {
  const all = params as unknown as OptimizerParams;
  const { names, steps, momentum, weightDecay } = all;
  const lrAt = scheduleOf(all);
  let parameters: TensorMap = Object.fromEntries(names.map((name) => [name, tensor(param[name])]));
  let slots = momentumSlots(parameters);
  const lrs: number[] = [];
  for (let step = 0; step < steps; step++) {
    lrs.push(lrAt(step));
    const gradients = Object.fromEntries(names.map((name) => [name, tensor(inputs[`grad.${step}.${name}`])]));
    const exclude = new Set(all.exclude);
    const lr = tf.scalar(lrAt(step));
    const next = stepOf({ parameters, gradients, slots, lr, momentum, weightDecay, exclude }, all);
    parameters = next.parameters;
    slots = next.slots;
  }
  return { parameters, lrs };
}

function scheduleOf({ lr, schedule }: OptimizerParams): Schedule {
  return schedule.kind === 'cosine_warmup' ? cosineWarmup({ lr, ...schedule }) : cosineAnnealing({ lr, ...schedule });
}

function tensor(found: ParityTensor | undefined): tf.Tensor {
  if (!found) throw new Error('Expected a tensor in the case but found none');
  return tf.tensor(found.data, [...found.shape]);
}
