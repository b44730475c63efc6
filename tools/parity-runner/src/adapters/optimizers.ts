import type { TensorMap } from '@amcl/engine';
import { momentumUpdate } from '@amcl/models';
import {
  cosineAnnealing,
  cosineWarmup,
  larsStep,
  momentumSlots,
  sgdStep,
  type CosineWarmupOptions,
  type MomentumStep,
  type Schedule,
} from '@amcl/optim';
import type { ParityCase } from '@amcl/parity';
import * as tf from '@tensorflow/tfjs-core';
import type { Adapter } from '../adapter';
import { numberOf, numbersOf, tensorOf, tensorsOf } from '../tensors';

interface Params {
  readonly lr: number;
  readonly momentum: number;
  readonly weightDecay: number;
  readonly exclude: readonly string[];
  readonly schedule:
    | ({ readonly kind: 'cosine_warmup' } & Omit<CosineWarmupOptions, 'lr'>)
    | { readonly kind: 'cosine_annealing'; readonly tMax: number; readonly etaMin: number };
  readonly steps: number;
  readonly names: readonly string[];
}

type Optimizer = (step: MomentumStep, parityCase: ParityCase) => { parameters: TensorMap; slots: TensorMap };

const optimizer =
  (stepOf: Optimizer): Adapter =>
  (parityCase) => {
    const { lr, momentum, weightDecay, exclude, schedule, steps, names } = parityCase.params as unknown as Params;
    const lrAt = scheduleOf(lr, schedule);
    let parameters = tensorsOf(parityCase.param);
    let slots = momentumSlots(parameters);
    const lrs = Array.from({ length: steps }, (_, step) => {
      const gradients = Object.fromEntries(
        names.map((name) => [name, tensorOf(parityCase.in[`grad.${step}.${name}`]!)]),
      );
      const rate = { lr: tf.scalar(lrAt(step)), momentum, weightDecay, exclude: new Set(exclude) };
      ({ parameters, slots } = stepOf({ parameters, gradients, slots, ...rate }, parityCase));
      return lrAt(step);
    });
    return { out: { ...numbersOf(parameters), lrs } };
  };

function scheduleOf(lr: number, schedule: Params['schedule']): Schedule {
  switch (schedule.kind) {
    case 'cosine_warmup':
      return cosineWarmup({ lr, ...schedule });
    case 'cosine_annealing':
      return cosineAnnealing({ lr, ...schedule });
    default:
      throw new Error(`Expected schedule cosine_warmup or cosine_annealing but found ${JSON.stringify(schedule)}`);
  }
}

/** Optimizers with their schedules, and the moving average of the momentum encoder. */
export const optimizers: Readonly<Record<string, Adapter>> = {
  sgd: optimizer((step) => sgdStep(step)),
  lars: optimizer((step, parityCase) =>
    larsStep({
      ...step,
      trustCoefficient: numberOf(parityCase, 'trustCoefficient'),
      epsilon: numberOf(parityCase, 'eps'),
    }),
  ),
  ema: (parityCase) => {
    const { k, q } = { ...tensorsOf(parityCase.in), ...tensorsOf(parityCase.param) };
    return { out: numbersOf({ k: momentumUpdate(k!, q!, tf.scalar(numberOf(parityCase, 'momentum'))) }) };
  },
};
