import { expect, it } from 'vitest';
import { compareCurves, describeCurves } from './compare-curves';

const curve = (shift: number) => ({ losses: [3 + shift, 2 + shift, 1 + shift], knn: [40 - shift] });

it('compares windows of steps and epochs by the spread of the seeds', () => {
  const ours = [curve(0), curve(0.2)];
  const near = compareCurves(ours, [curve(0.1), curve(0.3)], 2);
  expect(near.losses.map(({ from, to, within }) => [from, to, within])).toEqual([
    [0, 2, true],
    [2, 3, true],
  ]);
  expect(near.losses[0]?.ours.mean).toBeCloseTo(2.6, 12);
  expect(near.losses[0]?.ours.deviation).toBeCloseTo(Math.SQRT1_2 * 0.2, 12);
  const far = compareCurves(ours, [curve(5), curve(5.2)], 2);
  expect([...far.losses, ...far.knn].map(({ within }) => within)).toEqual([false, false, false]);
  expect(describeCurves(far)).toContain('| kNN after epoch 1, % | 39.90 ± 0.14 | 34.90 ± 0.14 | no |');
});

it('refuses trainings of different lengths', () => {
  const short = { losses: [1], knn: [] };
  expect(() => compareCurves([curve(0), curve(1)], [curve(0), short], 1)).toThrow('trainings of 3 steps but one has 1');
});
