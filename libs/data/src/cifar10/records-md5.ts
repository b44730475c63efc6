import { createHash } from 'node:crypto';
import { UserError } from '@amcl/artifacts';
import { recordBytes } from '../planar-images';
import { RECORD } from './edition';

/** MD5 of the official records of labels and [n, H, W, C] images, which are made one at a time. */
export function recordsMd5(labels: Uint8Array, images: Uint8Array): string {
  const [height, width, channels] = RECORD.shape;
  const pixels = height * width;
  const hash = createHash('md5');
  const record = new Uint8Array(recordBytes(RECORD));
  for (let index = 0; index < labels.length; index++) {
    record[RECORD.labelAt] = labels[index] ?? 0;
    for (let channel = 0; channel < channels; channel++) {
      const plane = RECORD.header + channel * pixels;
      const start = index * pixels * channels + channel;
      for (let pixel = 0; pixel < pixels; pixel++) record[plane + pixel] = images[start + pixel * channels] ?? 0;
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
