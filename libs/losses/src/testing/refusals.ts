import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { ContrastOptions } from '../amcl/contrastive-term';

/** A call that is to throw, and what it says. */
export type Refusal = readonly [what: string, call: () => unknown, message: string | RegExp];

/** A temperature for all pairs alike. */
export function constantTemperature(value: number): (products: tf.Tensor2D) => tf.Tensor1D {
  return ({ shape: [count] }) => tf.fill([count], value);
}

export const OPTIONS: ContrastOptions = { temperature: constantTemperature(1), beta: 0.1, hardest: 1 };

/** What no loss of AMCL takes for beta. */
export function badBetas(loss: string, call: (beta: number) => unknown): Refusal[] {
  return [-0.1, NaN, Infinity].map((beta) => [
    `a beta of ${beta}`,
    () => call(beta),
    `Expected a number of at least 0 for beta of ${loss} but received ${beta}`,
  ]);
}

/** The options that no loss with negatives takes; `call` has `candidates` of them, called `meaning`. */
export function badContrastOptions(
  loss: string,
  { candidates, meaning }: { candidates: number; meaning: string },
  call: (options: ContrastOptions) => unknown,
): Refusal[] {
  const hardest = [0, candidates + 1, 1.5, NaN].map((count): Refusal => [
    `${count} hardest of ${candidates}`,
    () => call({ ...OPTIONS, hardest: count }),
    `Expected a whole number from 1 to ${candidates}, the number of ${meaning}, for hardest of ${loss} but received ${count}`,
  ]);
  return [
    ...hardest,
    ...badBetas(loss, (beta) => call({ ...OPTIONS, beta })),
    [
      'temperatures of another shape',
      () => call({ ...OPTIONS, temperature: () => tf.ones([2]) }),
      /Expected a tensor of shape \[\d+\] for what temperature returns but received \[2\]/,
    ],
  ];
}

/** A test for each. */
export function refuses(refusals: readonly Refusal[]): void {
  it.each([...refusals])('refuses %s', (_, call, message) => {
    tf.tidy(() => {
      expect(call).toThrow(message);
    });
  });
}
