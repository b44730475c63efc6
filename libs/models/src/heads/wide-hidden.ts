import type { Module } from '../module';

/**
 * The hidden size with which one head has about as many parameters as `heads` heads of size `hidden`: the widest one that has no
 * more. For the paper's ablation of one wider head (arXiv 2310.05615).
 * @param head makes a head of a hidden size; more hidden units must be more parameters
 */
export function wideHidden(head: (hidden: number) => Module, hidden: number, heads: number): number {
  const most = heads * parameterCount(head(hidden));
  if (parameterCount(head(hidden + 1)) <= parameterCount(head(hidden)))
    throw new Error(
      'Expected a head with more parameters at a larger hidden size, but its hidden size changes nothing',
    );
  let [fits, exceeds] = [hidden, 2 * hidden];
  while (parameterCount(head(exceeds)) <= most) [fits, exceeds] = [exceeds, 2 * exceeds];
  while (exceeds - fits > 1) {
    const middle = Math.floor((fits + exceeds) / 2);
    if (parameterCount(head(middle)) <= most) fits = middle;
    else exceeds = middle;
  }
  return fits;
}

function parameterCount({ parameters }: Module): number {
  return parameters.reduce((sum, { shape }) => sum + shape.reduce((size, n) => size * n, 1), 0);
}
