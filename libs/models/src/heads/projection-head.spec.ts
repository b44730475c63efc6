import { describe, expect, it } from 'vitest';
import { layersOf, projectionHead } from './projection-head';

describe('projectionHead', () => {
  it('refuses a single size', () => {
    expect(() => projectionHead({ kind: 'simclr', dims: [3] })).toThrow(/at least 2 sizes .* received \[3\]/);
  });

  it('has as many layers as the sizes say, the last without ReLU', () => {
    const hidden = { bias: false, batchNorm: 'affine', relu: true };
    const last = { bias: false, batchNorm: 'plain', relu: false };
    expect(layersOf({ kind: 'simsiam', dims: [8, 6, 4] })).toEqual([
      { input: 8, output: 6, ...hidden },
      { input: 6, output: 4, ...last },
    ]);
    expect(layersOf({ kind: 'simsiam', dims: [8, 6, 6, 4] })).toEqual([
      { input: 8, output: 6, ...hidden },
      { input: 6, output: 6, ...hidden },
      { input: 6, output: 4, ...last },
    ]);
  });
});
