import { expect, it } from 'vitest';
import { momentumAt } from './momentum-at';

it('is constant, or rises to 1 by half a cosine', () => {
  expect(momentumAt({ momentum: 0.99, momentumSchedule: 'constant' }, { step: 70, steps: 100 })).toBe(0.99);
  const at = (step: number) => momentumAt({ momentum: 0.9, momentumSchedule: 'cosine' }, { step, steps: 101 });
  expect(at(0)).toBeCloseTo(0.9, 12);
  expect(at(50)).toBeCloseTo(0.95, 12);
  expect([at(100), at(200)]).toEqual([1, 1]);
  expect(momentumAt({ momentum: 0.9, momentumSchedule: 'cosine' }, { step: 0, steps: 1 })).toBe(1);
});
