import {
  adjustBrightness,
  adjustContrast,
  adjustHue,
  adjustSaturation,
  gaussianBlur,
  grayscale,
  horizontalFlip,
  normalize,
  resizedCrop,
  type Normalization,
} from '@amcl/augmentation';
import type { Adapter } from '../adapter';

/** An operation of the `augment` cases (README of tools/parity). */
type Operation =
  | { kind: 'resized_crop'; i: number; j: number; h: number; w: number; size: [number, number] }
  | { kind: 'hflip' | 'grayscale' }
  | { kind: 'brightness' | 'contrast' | 'saturation' | 'hue'; factor: number }
  | { kind: 'gaussian_blur'; kernel: number; sigma: number }
  | { kind: 'compose'; steps: Operation[] }
  | ({ kind: 'normalize' } & Normalization);

const CHANNELS = 3;

/** The operations on images, each image on its own. */
export const augment: Readonly<Record<string, Adapter>> = {
  augment: (parityCase) => {
    const operation = parityCase.params as unknown as Operation;
    const images = parityCase.in['image'];
    if (images?.dtype !== 'U8') throw new Error('Expected uint8 images');
    const [batch = 0, height = 0, width = 0] = images.shape;
    const size = images.data.length / batch;
    const float = Array.from({ length: batch }, (_, index) => [
      ...applied(images.data.subarray(index * size, (index + 1) * size), height, width, operation),
    ]).flat();
    const rounded = float.map((value) => Math.round(value));
    const others = Object.keys(parityCase.out).filter((name) => name !== 'float');
    return { out: { float, ...Object.fromEntries(others.map((name) => [name, rounded])) } };
  },
};

/** The operation on an image, times 255; normalisation in its own units. */
function applied(image: Uint8Array, height: number, width: number, operation: Operation): Iterable<number> {
  let pixels = Float64Array.from(image, (byte) => byte / 255);
  if (operation.kind === 'normalize') {
    const normalized = new Float32Array(pixels.length);
    normalize(pixels, operation, normalized, 0);
    return normalized;
  }
  let side = width;
  for (const step of operation.kind === 'compose' ? operation.steps : [operation]) {
    if (step.kind === 'resized_crop') {
      [side] = step.size;
      pixels = new Float64Array(side * side * CHANNELS);
      const crop = { top: step.i, left: step.j, height: step.h, width: step.w };
      resizedCrop(height, width, side)(image, crop, pixels);
    } else applyInPlace(pixels, side, step);
  }
  return pixels.map((value) => value * 255);
}

function applyInPlace(pixels: Float64Array, side: number, step: Operation): void {
  switch (step.kind) {
    case 'hflip':
      return horizontalFlip(pixels, side);
    case 'grayscale':
      return grayscale(pixels);
    case 'brightness':
      return adjustBrightness(pixels, step.factor);
    case 'contrast':
      return adjustContrast(pixels, step.factor);
    case 'saturation':
      return adjustSaturation(pixels, step.factor);
    case 'hue':
      return adjustHue(pixels, step.factor);
    case 'gaussian_blur':
      return gaussianBlur(side, step.kernel)(pixels, step.sigma);
    default:
      throw new Error(`Expected an operation of tools/parity/README.md but found ${JSON.stringify(step)}`);
  }
}
