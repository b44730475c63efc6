import { UserError } from '@amcl/artifacts';
import type { ImageShape } from '../data-set';
import { recordBytes, type PlanarLayout } from '../planar-images';

/** Height, width, channels of both CIFAR sets. */
export const SHAPE: ImageShape = [32, 32, 3];

/** Records of the official binary files: bytes of labels, then the red, green and blue planes of 32 x 32. */
export interface RecordFormat extends PlanarLayout {
  /** Byte of a record that is its class. */
  readonly labelAt: number;
  readonly classes: number;
}

/**
 * The labels of official records.
 * @param file where the records came from, for the error
 * @param start bytes of that file before these records, for the error
 * @throws UserError naming file and offset when a label is not one of the classes
 */
export function recordLabels(records: Uint8Array, format: RecordFormat, file: string, start = 0): Uint8Array {
  const { labelAt, classes } = format;
  const bytes = recordBytes(format);
  const labels = new Uint8Array(records.length / bytes);
  for (let index = 0; index < labels.length; index++) {
    const offset = index * bytes + labelAt;
    const label = records[offset] ?? 0;
    if (label >= classes)
      throw new UserError(
        `Expected a label from 0 to ${classes - 1} at byte ${start + offset} of ${file} but found ${label}.`,
      );
    labels[index] = label;
  }
  return labels;
}
