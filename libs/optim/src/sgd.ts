import type { TensorMap } from '@amcl/engine';
import { momentumStep, type MomentumStep } from './momentum-step';

/**
 * A step of `torch.optim.SGD` without Nesterov and dampening, as new tensors:
 *
 *     d = gradient + weightDecay parameter;  slot = momentum slot + d;  parameter -= lr slot
 *
 * @throws naming a parameter without gradient or slot
 */
export function sgdStep(step: MomentumStep): { parameters: TensorMap; slots: TensorMap } {
  const { weightDecay } = step;
  return momentumStep(step, (gradient, _, excluded) => ({ gradient, weightDecay: excluded ? 0 : weightDecay }));
}
