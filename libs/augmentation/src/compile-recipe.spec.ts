import { randomStream, type RandomStream } from '@amcl/random';
import { describe, expect, it } from 'vitest';
import {
  adjustBrightness,
  adjustContrast,
  adjustHue,
  adjustSaturation,
  compileRecipe,
  evalTransform,
  gaussianBlur,
  grayscale,
  horizontalFlip,
  normalize,
  resizedCrop,
  viewStream,
  type Recipe,
  type ViewParameters,
} from './index';

const SIMCLR: Recipe = {
  randomResizedCrop: { size: 32, scale: [0.08, 1], ratio: [3 / 4, 4 / 3] },
  randomHorizontalFlip: { p: 0.5 },
  colorJitter: { p: 0.8, strength: 0.5, brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 },
  randomGrayscale: { p: 0.2 },
  gaussianBlur: { p: 0.5, kernelSize: 3, sigma: [0.1, 2] },
  normalize: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
};

/** Does nothing to a 32 x 32 image but normalise it. */
const IDENTITY: Recipe = {
  ...SIMCLR,
  randomResizedCrop: { size: 32, scale: [1, 1], ratio: [1, 1] },
  randomHorizontalFlip: { p: 0 },
  colorJitter: { ...SIMCLR.colorJitter, p: 0 },
  randomGrayscale: { p: 0 },
  gaussianBlur: { ...SIMCLR.gaussianBlur, p: 0 },
};

const SHAPE = [32, 32, 3] as const;
const LENGTH = 32 * 32 * 3;

function noise(length = LENGTH): Uint8Array {
  const random = randomStream(5, 'noise');
  return Uint8Array.from({ length }, () => random.integer(256));
}

function counted(random: RandomStream): RandomStream & { drawn: number } {
  const result = {
    drawn: 0,
    uint32: () => random.uint32(),
    uniform: (low?: number, high?: number) => {
      result.drawn++;
      return random.uniform(low, high);
    },
    integer: (bound: number) => random.integer(bound),
    normal: () => random.normal(),
  };
  return result;
}

describe('sample', () => {
  it('draws 34 numbers whatever is drawn', () => {
    for (const recipe of [SIMCLR, IDENTITY])
      for (let index = 0; index < 50; index++) {
        const random = counted(viewStream(1, 0, index, 0));
        compileRecipe(recipe, SHAPE).sample(random);
        expect(random.drawn).toBe(34);
      }
  });

  it('applies each operation as often as asked, with parameters in their ranges, the jitter in every order', () => {
    const { sample } = compileRecipe(SIMCLR, SHAPE);
    const views = Array.from({ length: 4000 }, (_, index) => sample(viewStream(1, 0, index, 1)));
    const share = (count: number): number => count / views.length;
    expect(share(views.filter(({ flip }) => flip).length)).toBeCloseTo(0.5, 1);
    expect(share(views.filter(({ grayscale }) => grayscale).length)).toBeCloseTo(0.2, 1);
    const sigmas = views.flatMap(({ blurSigma }) => (blurSigma === null ? [] : [blurSigma]));
    expect(share(sigmas.length)).toBeCloseTo(0.5, 1);
    expect(Math.min(...sigmas)).toBeGreaterThanOrEqual(0.1);
    expect(Math.max(...sigmas)).toBeLessThan(2);
    const jitters = views.flatMap(({ jitter }) => (jitter === null ? [] : [jitter]));
    expect(share(jitters.length)).toBeCloseTo(0.8, 1);
    expect(new Set(jitters.map(({ order }) => order.join())).size).toBe(24);
    for (const { brightness, contrast, saturation, hue } of jitters) {
      for (const factor of [brightness, contrast, saturation]) expect(Math.abs(factor - 1)).toBeLessThanOrEqual(0.4);
      expect(Math.abs(hue)).toBeLessThanOrEqual(0.1);
    }
  });
});

describe('apply', () => {
  it('only normalises when the recipe does nothing else', () => {
    const image = noise();
    const { sample, apply } = compileRecipe(IDENTITY, SHAPE);
    const view = new Float32Array(LENGTH);
    apply(image, sample(viewStream(1, 0, 0, 0)), view, 0);
    const expected = new Float32Array(LENGTH);
    evalTransform(SIMCLR.normalize)(image, expected);
    view.forEach((value, index) => expect(Math.abs(value - (expected[index] ?? Number.NaN))).toBeLessThan(1e-5));
  });

  it('is the operations one after the other, each on its own', () => {
    const image = noise(48 * 40 * 3);
    const { sample, apply } = compileRecipe(SIMCLR, [48, 40, 3]);
    const view = new Float32Array(LENGTH);
    for (let index = 0; index < 200; index++) {
      const parameters = sample(viewStream(4, 0, index, 0));
      apply(image, parameters, view, 0);
      const expected = stepByStep(image, parameters);
      view.forEach((value, at) => expect(Math.abs(value - (expected[at] ?? Number.NaN))).toBeLessThan(1e-5));
    }
  });

  it('gives the same bytes again, wherever it is written and whatever was made between', () => {
    const image = noise();
    const { sample, apply } = compileRecipe(SIMCLR, SHAPE);
    const out = new Float32Array(3 * LENGTH);
    for (const [place, key] of [7, 8, 7].entries()) apply(image, sample(viewStream(1, 0, key, 0)), out, place * LENGTH);
    expect(out.subarray(0, LENGTH)).toEqual(out.subarray(2 * LENGTH));
    expect(out.subarray(0, LENGTH)).not.toEqual(out.subarray(LENGTH, 2 * LENGTH));
  });

  it('has in bytes what it has in floats, up to rounding', () => {
    const image = noise(48 * 40 * 3);
    const { sample, apply, applyUint8 } = compileRecipe(SIMCLR, [48, 40, 3]);
    const view = new Float32Array(LENGTH);
    const bytes = new Uint8Array(LENGTH + 2);
    for (let index = 0; index < 20; index++) {
      const parameters = sample(viewStream(3, 1, index, 0));
      apply(image, parameters, view, 0);
      applyUint8(image, parameters, bytes, 2);
      view.forEach((value, at) => {
        const channel = at % 3;
        const { mean, std } = SIMCLR.normalize;
        const level = 255 * (value * (std[channel] ?? 0) + (mean[channel] ?? 0));
        expect(Math.abs(level - (bytes[at + 2] ?? Number.NaN))).toBeLessThanOrEqual(0.5001);
      });
    }
  });

  it('keeps a white image white through crop, blur and bytes', () => {
    const { sample, applyUint8 } = compileRecipe({ ...SIMCLR, colorJitter: IDENTITY.colorJitter }, SHAPE);
    const bytes = new Uint8Array(LENGTH);
    for (let index = 0; index < 50; index++) {
      applyUint8(new Uint8Array(LENGTH).fill(255), sample(viewStream(3, 1, index, 0)), bytes, 0);
      expect(Math.min(...bytes)).toBeGreaterThanOrEqual(254);
    }
  });
});

/** A view of a 48 x 40 image, every operation brought into every pixel before the next. */
function stepByStep(
  image: Uint8Array,
  { crop, flip, jitter, grayscale: gray, blurSigma }: ViewParameters,
): Float32Array {
  const pixels = new Float64Array(LENGTH);
  resizedCrop(48, 40, 32)(image, crop, pixels);
  if (flip) horizontalFlip(pixels, 32);
  const adjust = {
    brightness: adjustBrightness,
    contrast: adjustContrast,
    saturation: adjustSaturation,
    hue: adjustHue,
  };
  for (const step of jitter?.order ?? []) adjust[step](pixels, jitter?.[step] ?? Number.NaN);
  if (gray) grayscale(pixels);
  if (blurSigma !== null) gaussianBlur(32, SIMCLR.gaussianBlur.kernelSize)(pixels, blurSigma);
  const view = new Float32Array(LENGTH);
  normalize(pixels, SIMCLR.normalize, view, 0);
  return view;
}

describe('compileRecipe', () => {
  it.each([
    [SIMCLR, [32, 32, 1] as const, /\[height, width, 3\] for shape but received \[32, 32, 1\]/],
    [
      { ...SIMCLR, gaussianBlur: { p: 1, kernelSize: 65, sigma: [1, 1] as const } },
      SHAPE,
      /gaussianBlur.kernelSize but received 65/,
    ],
    [
      { ...SIMCLR, gaussianBlur: { p: 1, kernelSize: 4, sigma: [1, 1] as const } },
      SHAPE,
      /gaussianBlur.kernelSize but received 4/,
    ],
    [
      { ...SIMCLR, colorJitter: { ...SIMCLR.colorJitter, hue: 1.2 } },
      SHAPE,
      /colorJitter.hue times strength but received 0.6/,
    ],
  ])('rejects what cannot be done', (recipe, shape, message) => {
    expect(() => compileRecipe(recipe, shape)).toThrow(message);
  });
});
