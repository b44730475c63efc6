import { randomStream } from '@amcl/random';
import { describe, expect, it } from 'vitest';
import { sampleCrop } from './crop';

const SIMCLR = { scale: [0.08, 1], ratio: [3 / 4, 4 / 3] } as const;
const crops = (count: number, height: number, width: number, options: Parameters<typeof sampleCrop>[3]) =>
  Array.from({ length: count }, (_, index) => sampleCrop(randomStream(1, 'test', index), height, width, options));

describe('sampleCrop', () => {
  it('lies within the image, with area and ratio as asked up to rounding', () => {
    for (const { top, left, height, width } of crops(2000, 224, 320, SIMCLR)) {
      expect(top).toBeGreaterThanOrEqual(0);
      expect(left).toBeGreaterThanOrEqual(0);
      expect(top + height).toBeLessThanOrEqual(224);
      expect(left + width).toBeLessThanOrEqual(320);
      expect(height * width).toBeGreaterThan(0.08 * 224 * 320 * 0.97);
      expect(width / height).toBeGreaterThan((3 / 4) * 0.97);
      expect(width / height).toBeLessThan((4 / 3) * 1.03);
    }
  });

  it('has log-uniform ratios: as many crops wider than high as higher than wide', () => {
    const drawn = crops(4000, 1000, 1000, { scale: [0.2, 0.4], ratio: [1 / 3, 3] });
    const wide = drawn.filter(({ height, width }) => width > height).length;
    expect(Math.abs(wide / drawn.length - 0.5)).toBeLessThan(0.03);
    const areas = drawn.map(({ height, width }) => (height * width) / 1e6);
    expect(areas.reduce((sum, area) => sum + area, 0) / areas.length).toBeCloseTo(0.3, 2);
  });

  it('reaches every place', () => {
    const drawn = crops(3000, 32, 32, { scale: [0.5, 0.5], ratio: [1, 1] });
    const side = 23;
    expect(new Set(drawn.map(({ top }) => top))).toEqual(new Set(Array(32 - side + 1).keys()));
    expect(new Set(drawn.map(({ left }) => left))).toEqual(new Set(Array(32 - side + 1).keys()));
  });

  it.each([
    // torchvision: the largest centred rectangle with a permitted ratio, rounded as Python does.
    [10, 100, { top: 0, left: 43, height: 10, width: 13 }],
    [100, 10, { top: 43, left: 0, height: 13, width: 10 }],
  ])('falls back to the centre of a %s x %s image that fits no crop', (height, width, expected) => {
    const whole: Parameters<typeof sampleCrop>[3] = { scale: [1, 1], ratio: [3 / 4, 4 / 3] };
    expect(sampleCrop(randomStream(1, 'test'), height, width, whole)).toEqual(expected);
  });

  it('takes the whole of a square image when scale and ratio are 1', () => {
    const whole: Parameters<typeof sampleCrop>[3] = { scale: [1, 1], ratio: [1, 1] };
    expect(sampleCrop(randomStream(1, 'test'), 32, 32, whole)).toEqual({ top: 0, left: 0, height: 32, width: 32 });
  });
});
