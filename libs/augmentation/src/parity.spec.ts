import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSafetensors } from '@amcl/artifacts';
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

interface Case {
  params: Operation;
  tolerance: { value: number; uint8?: number };
}

const FOLDER = join(__dirname, '../../../tools/parity/cases');
const FILES = readdirSync(FOLDER).filter((name) => name.startsWith('augment_'));

describe('augmentation equals torchvision', () => {
  it('has cases of every operation', () => expect(FILES.length).toBeGreaterThanOrEqual(16));

  it.each(FILES)('%s', (file) => {
    const { tensors, metadata } = decodeSafetensors(readFileSync(join(FOLDER, file)), file);
    const { params, tolerance } = JSON.parse(metadata['case'] ?? '') as Case;
    const images = tensors['in.image'];
    const wanted = tensors['out.float'];
    if (images?.dtype !== 'U8' || wanted?.dtype !== 'F32') throw new Error(`${file} lacks in.image or out.float`);
    const [batch = 0, height = 0, width = 0] = images.shape;
    const size = images.data.length / batch;
    const got: number[] = [];
    for (let index = 0; index < batch; index++) {
      const image = images.data.subarray(index * size, (index + 1) * size);
      got.push(...(params.kind === 'normalize' ? normalized(image, params) : applied(image, height, width, params)));
    }
    expect(largestDifference(got, wanted.data)).toBeLessThanOrEqual(tolerance.value);
    for (const name of ['out.uint8', 'out.tensor', 'out.pil']) {
      const bytes = tensors[name];
      if (bytes === undefined) continue;
      const rounded = got.map((value) => Math.round(value));
      expect(largestDifference(rounded, bytes.data as Uint8Array)).toBeLessThanOrEqual(tolerance.uint8 ?? 0);
    }
  });
});

/** The operation on an image, times 255. */
function applied(image: Uint8Array, height: number, width: number, operation: Operation): Iterable<number> {
  const steps = operation.kind === 'compose' ? operation.steps : [operation];
  let pixels: Float32Array = Float32Array.from(image, (byte) => byte / 255);
  let side = width;
  for (const step of steps) {
    if (step.kind === 'resized_crop') {
      side = step.size[0];
      pixels = new Float32Array(side * side * 3);
      const crop = { top: step.i, left: step.j, height: step.h, width: step.w };
      resizedCrop(height, width, side)(image, crop, pixels);
    } else applyInPlace(pixels, side, step);
  }
  return pixels.map((value) => value * 255);
}

function applyInPlace(pixels: Float32Array, side: number, step: Operation): void {
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
  expect(largestDifference(fromFloats, fromBytes)).toBeLessThan(1e-5);
  return fromFloats;
}

function largestDifference(got: ArrayLike<number>, want: ArrayLike<number>): number {
  expect(got.length).toBe(want.length);
  let largest = 0;
  for (let index = 0; index < want.length; index++) {
    const difference = Math.abs((got[index] ?? Number.NaN) - (want[index] ?? Number.NaN));
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}
