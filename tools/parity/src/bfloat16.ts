import type { Numbers } from './tolerance';

/**
 * Root mean square of the relative error of a rounding to bfloat16. Of 8 bits of precision a number m 2^e, 1 <= m < 2, has an error
 * that is uniform within half a unit in the last place, 2^-8 2^e: its mean square is 2^-16 / 3 of 2^2e. Over numbers whose logarithms
 * are uniform the mean of 1 / m^2 is 3 / (8 ln 2), so that the relative error's is 0.42 2^-8; for m = 1, the worst, it is 0.58 2^-8.
 */
const ROUNDING = 2 ** -9;

/** To each convolution's result belong: its filter, the result, that of the batch norm, and the sum with the shortcut. */
const ROUNDINGS = 4;

/** How often to draw. */
export const DRAWS = 4;

/** From here on a tensor's deviation is known well. */
const MANY = 16;

/**
 * How many deviations, estimated from `DRAWS`, the error of a tensor in bfloat16 may have: three. One of a few numbers, which depend on
 * each other, counts as a single number, whose estimate has an error of its own: 8.6, Student's t of 4 degrees of freedom at 0.1 %.
 */
export function allowedDeviations(numbers: number): number {
  return numbers < MANY ? 8.6 : 3;
}

/**
 * A filter moved at random by as much as bfloat16 errs in its convolution, so that a network in float32 shows how far bfloat16 may be
 * from it (Monte Carlo arithmetic, Parker 1997).
 *
 * Every rounding is an independent relative error of `ROUNDING`, and a convolution's result carries the root of the sum of squares of
 * `ROUNDINGS` of them. As much error in each of the filter's weights comes to the same: sum (w e x)^2 is e^2 sum (w x)^2. The network
 * propagates it as it propagates its own. No rule by depth could tell how: a value's error grows as the root of the number of layers,
 * a gradient's by the ReLUs whose sign it changes, a share of arctan(e) / pi of those with the relative error e before them. 1 % in
 * the values is so after 17 ReLUs sqrt(2 * 17 * 0.01 / pi), a third, in the gradient.
 * @param normal the next number of the standard normal distribution
 */
export function asInBfloat16(filter: Float32Array, normal: () => number): Float32Array {
  const deviation = ROUNDING * Math.sqrt(ROUNDINGS);
  return filter.map((weight) => weight * (1 + deviation * normal()));
}

/** ||got - want||; infinite for NaN or another length. */
export function distance(got: Numbers, want: Numbers): number {
  if (got.length !== want.length) return Infinity;
  let square = 0;
  for (let i = 0; i < got.length; i++) square += (got[i]! - want[i]!) ** 2;
  return Number.isNaN(square) ? Infinity : Math.sqrt(square);
}
