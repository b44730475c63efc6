import type { RandomStream } from './random-stream';

/**
 * A random order of 0 .. n - 1: all n! are equally likely (Fisher-Yates, from the last place to the second).
 * @param n 0 .. 2^32 - 1
 */
export function permutation(n: number, random: RandomStream): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, index) => index);
  for (let last = n - 1; last > 0; last--) {
    const chosen = random.integer(last + 1);
    const moved = order[last] ?? 0;
    order[last] = order[chosen] ?? 0;
    order[chosen] = moved;
  }
  return order;
}
