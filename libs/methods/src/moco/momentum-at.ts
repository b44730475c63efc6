import type { MethodSettings } from '@amcl/experiment';
import type { StepPosition } from '../task';

type Momentum = Pick<Extract<MethodSettings, { name: 'moco' }>, 'momentum' | 'momentumSchedule'>;

/** Share of the momentum encoder that a step keeps: constant, or from `momentum` to 1 by half a cosine (lightly's `cosine_schedule`). */
export function momentumAt(
  { momentum, momentumSchedule }: Momentum,
  { step, steps }: Pick<StepPosition, 'step' | 'steps'>,
): number {
  if (momentumSchedule === 'constant') return momentum;
  if (step >= steps - 1) return 1;
  return 1 - ((1 - momentum) * (Math.cos((Math.PI * step) / (steps - 1)) + 1)) / 2;
}
