import { createHash } from 'node:crypto';
import { UserError } from '@amcl/artifacts';
import { CLASS_NAMES, SHAPE } from './edition';

const [HEIGHT, WIDTH, CHANNELS] = SHAPE;
const PIXELS = HEIGHT * WIDTH;
const IMAGE_BYTES = PIXELS * CHANNELS;

/** A record of the official binary files: the label, then the red, green and blue planes of 32 x 32. */
export const RECORD_BYTES = 1 + IMAGE_BYTES;

/**
 * The labels of official records.
 * @param file where the records came from, for the error
 * @throws UserError naming file and offset when a label is not one of 0..9
 */
export function recordLabels(records: Uint8Array, file: string): Uint8Array {
  const labels = new Uint8Array(records.length / RECORD_BYTES);
  for (let index = 0; index < labels.length; index++) {
    const offset = index * RECORD_BYTES;
    const label = records[offset] ?? 0;
    if (label >= CLASS_NAMES.length)
      throw new UserError(
        `Expected a label from 0 to ${CLASS_NAMES.length - 1} at byte ${offset} of ${file} but found ${label}.`,
      );
    labels[index] = label;
  }
  return labels;
}

/** The images of official records, as [n, H, W, C]. */
export function recordImages(records: Uint8Array): Uint8Array {
  const count = records.length / RECORD_BYTES;
  const images = new Uint8Array(count * IMAGE_BYTES);
  for (let index = 0; index < count; index++)
    for (let channel = 0; channel < CHANNELS; channel++) {
      const plane = index * RECORD_BYTES + 1 + channel * PIXELS;
      const start = index * IMAGE_BYTES + channel;
      for (let pixel = 0; pixel < PIXELS; pixel++) images[start + pixel * CHANNELS] = records[plane + pixel] ?? 0;
    }
  return images;
}

/** MD5 of the official records of labels and [n, H, W, C] images, which are made one at a time. */
export function recordsMd5(labels: Uint8Array, images: Uint8Array): string {
  const hash = createHash('md5');
  const record = new Uint8Array(RECORD_BYTES);
  for (let index = 0; index < labels.length; index++) {
    record[0] = labels[index] ?? 0;
    for (let channel = 0; channel < CHANNELS; channel++) {
      const plane = 1 + channel * PIXELS;
      const start = index * IMAGE_BYTES + channel;
      for (let pixel = 0; pixel < PIXELS; pixel++) record[plane + pixel] = images[start + pixel * CHANNELS] ?? 0;
    }
    hash.update(record);
  }
  return hash.digest('hex');
}

/** @throws UserError when records are not those of an official batch */
export function checkMd5(found: string, expected: string, file: string): void {
  if (found !== expected)
    throw new UserError(`${file} is not that of CIFAR-10: expected records of md5 ${expected} but found ${found}.`);
}
