import { casesOf, mismatch } from '@amcl/parity';
import { describe, expect, it } from 'vitest';
import { adjustBrightness } from './brightness';
import { adjustContrast } from './contrast';
import { evalTransform } from './eval-transform';
import { gaussianBlur } from './gaussian-blur';
import { grayscale } from './grayscale';
import { horizontalFlip } from './horizontal-flip';
import { adjustHue } from './hue';
import { normalize } from './normalize';
import type { Normalization } from './recipe';
import { resizedCrop } from './resized-crop';
import { adjustSaturation } from './saturation';

/** An operation of the `augment` cases, as tools/parity/README.md describes it. */
type Operation =
  | { kind: 'resized_crop'; i: number; j: number; h: number; w: number; size: [number, number] }
  | { kind: 'hflip' | 'grayscale' }
  | { kind: 'brightness' | 'contrast' | 'saturation' | 'hue'; factor: number }
  | { kind: 'gaussian_blur'; kernel: number; sigma: number }
  | { kind: 'compose'; steps: Operation[] }
  | ({ kind: 'normalize' } & Normalization);

const CASES = casesOf('augment').map((parityCase) => [parityCase.name, parityCase] as const);

describe('augmentation equals torchvision', () => {
  it.each(CASES)('%s', (_, parityCase) => {
    const operation = parityCase.params as unknown as Operation;
    const images = parityCase.in['image'];
    if (images?.dtype !== 'U8') throw new Error('Expected uint8 images');
    const [batch = 0, height = 0, width = 0] = images.shape;
    const size = images.data.length / batch;
    const got: number[] = [];
    for (let index = 0; index < batch; index++) {
      const image = images.data.subarray(index * size, (index + 1) * size);
      got.push(
        ...(operation.kind === 'normalize' ? normalized(image, operation) : applied(image, height, width, operation)),
      );
    }
    expect(mismatch(parityCase, 'out', 'float', got)).toBeNull();
    const rounded = got.map((value) => Math.round(value));
    for (const name of Object.keys(parityCase.out).filter((key) => key !== 'float'))
      expect(mismatch(parityCase, 'out', name, rounded)).toBeNull();
  });
});

/** The operation on an image, times 255. */
function applied(image: Uint8Array, height: number, width: number, operation: Operation): Iterable<number> {
  const steps = operation.kind === 'compose' ? operation.steps : [operation];
  let pixels = Float64Array.from(image, (byte) => byte / 255);
  let side = width;
  for (const step of steps) {
    if (step.kind === 'resized_crop') {
      side = step.size[0];
      pixels = new Float64Array(side * side * 3);
      const crop = { top: step.i, left: step.j, height: step.h, width: step.w };
      resizedCrop(height, width, side)(image, crop, pixels);
    } else applyInPlace(pixels, side, step);
  }
  return pixels.map((value) => value * 255);
}

function applyInPlace(pixels: Float64Array, side: number, step: Operation): void {
  if (step.kind === 'hflip') horizontalFlip(pixels, side);
  else if (step.kind === 'grayscale') grayscale(pixels);
  else if (step.kind === 'brightness') adjustBrightness(pixels, step.factor);
  else if (step.kind === 'contrast') adjustContrast(pixels, step.factor);
  else if (step.kind === 'saturation') adjustSaturation(pixels, step.factor);
  else if (step.kind === 'hue') adjustHue(pixels, step.factor);
  else if (step.kind === 'gaussian_blur') gaussianBlur(side, step.kernel)(pixels, step.sigma);
  else throw new Error(`Unknown step ${step.kind}`);
}

/** Both ways to normalise: from floats, and from bytes by table. */
function normalized(image: Uint8Array, normalization: Normalization): Float32Array {
  const fromFloats = new Float32Array(image.length);
  normalize(
    Float32Array.from(image, (byte) => byte / 255),
    normalization,
    fromFloats,
    0,
  );
  const fromBytes = new Float32Array(image.length);
  evalTransform(normalization)(image, fromBytes);
  fromBytes.forEach((value, at) => expect(Math.abs(value - (fromFloats[at] ?? Number.NaN))).toBeLessThan(1e-5));
  return fromFloats;
}
