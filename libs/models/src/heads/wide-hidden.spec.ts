import { describe, expect, it } from 'vitest';
import { projectionHead, type ProjectionHeadKind } from './projection-head';
import { wideHidden } from './wide-hidden';

const head = (kind: ProjectionHeadKind, layers: number) => (hidden: number) =>
  projectionHead({ kind, dims: [64, ...Array.from({ length: layers - 1 }, () => hidden), 16] });
const count = ({ parameters }: ReturnType<typeof projectionHead>) =>
  parameters.reduce((sum, { shape }) => sum + shape.reduce((size, n) => size * n, 1), 0);

describe('wideHidden', () => {
  it.each([
    ['simclr', 2, 3],
    ['moco', 2, 5],
    ['simsiam', 3, 4],
    ['barlow_twins', 3, 64],
  ] as const)(
    'is the widest head of kind %s, %i layers, with no more parameters than %i heads',
    (kind, layers, heads) => {
      const of = head(kind, layers);
      const width = wideHidden(of, 32, heads);
      expect(count(of(width))).toBeLessThanOrEqual(heads * count(of(32)));
      expect(count(of(width + 1))).toBeGreaterThan(heads * count(of(32)));
    },
  );

  it('grows by the heads where parameters do by the width, and leaves one head as it is', () => {
    // Two layers of (64 + 1 + 16) parameters a hidden unit, and 16 biases a head: 3 * 32 + 2 * 16 / 81.
    expect(wideHidden(head('moco', 2), 32, 3)).toBe(96);
    expect(wideHidden(head('simsiam', 3), 32, 1)).toBe(32);
  });

  it('refuses a head that has no hidden layer', () => {
    expect(() => wideHidden(head('simclr', 1), 32, 3)).toThrow(/more parameters at a larger hidden size/);
  });
});
