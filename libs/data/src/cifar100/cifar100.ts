import { UserError } from '@amcl/artifacts';
import type { DatasetSection } from '@amcl/experiment';
import { checkBalance } from '../check-labels';
import { SHAPE } from '../cifar/records';
import type { DataSet } from '../data-set';
import { localFile } from '../local-file';
import { scanPieces } from '../read-archive';
import { openBinaryArchive } from './binary-archive';
import { CLASSES, OFFICIAL_EDITION, SPLITS, type Edition } from './edition';
import { openPythonArchive } from './python-archive';

type Cifar100Section = Extract<DatasetSection, { name: 'cifar100' }>;

const URL = 'https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz';
const OFFICIAL = { title: 'the CIFAR-100 archive, binary or python', url: URL };
const MEND = `Fetch it again: ${URL}`;

/** @param edition the real one; tests make small ones */
export function createCifar100(edition: Edition): DataSet<Cifar100Section> {
  return {
    open: async ({ source }, context) => {
      const path = await localFile(source, OFFICIAL, context);
      const open = (await holdsPickles(path)) ? openPythonArchive : openBinaryArchive;
      const images = await open(path, edition, MEND, context.signal);
      const opened = { name: 'cifar100', shape: SHAPE, unlabelled: 0, ...images };
      checkBalance(opened, { train: edition.images.train / CLASSES, test: edition.images.test / CLASSES });
      return opened;
    },
  };
}

/**
 * CIFAR-100: 50,000 training and 10,000 test images of 32 x 32 in 100 classes (the fine labels), from the official binary or python
 * archive; both give the same bytes. Krizhevsky 2009, Learning Multiple Layers of Features from Tiny Images: cite it, and do not
 * redistribute the images.
 */
export const cifar100: DataSet<Cifar100Section> = createCifar100(OFFICIAL_EDITION);

/** Whether an archive is the python one: told by its files, since a mirror may name it anyhow. */
async function holdsPickles(path: string): Promise<boolean> {
  const names = [...SPLITS, ...SPLITS.map((split) => `${split}.bin`)];
  for await (const { name } of scanPieces(path, { names, mend: MEND, pieceBytes: 1 << 16 }))
    return !name.endsWith('.bin');
  throw new UserError(
    `Expected the files of CIFAR-100 (${names.join(', ')}) in ${path} but found none of them. ${MEND}`,
  );
}
