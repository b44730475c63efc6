import type { DatasetSection } from '@amcl/experiment';
import { checkBalance } from '../check-labels';
import type { DataSet, EncodedSource, LabelledSplit } from '../data-set';
import { localFile } from '../local-file';
import { openZip } from '../read-zip';
import { readLayout } from './layout';

type TinyImagenetSection = Extract<DatasetSection, { name: 'tiny-imagenet' }>;

const URL = 'http://cs231n.stanford.edu/tiny-imagenet-200.zip';
const OFFICIAL = { title: 'the Tiny-ImageNet archive', url: URL };

/** What distinguishes the real Tiny-ImageNet from the small copies that tests make in its format. */
export interface TinyImagenetEdition {
  /** Images of each class. */
  readonly perClass: Readonly<Record<LabelledSplit, number>>;
  /** Side of an image, pixels. */
  readonly side: number;
}

/** @param edition the real one; tests make small ones */
export function createTinyImagenet({
  perClass,
  side,
}: TinyImagenetEdition): DataSet<TinyImagenetSection, EncodedSource> {
  return {
    open: async ({ source, onDamaged }, context) => {
      const archive = await localFile(source, OFFICIAL, context);
      const zip = await openZip(archive, `Fetch it again: ${URL}`);
      try {
        const { classNames, paths, labels } = await readLayout(zip, archive);
        const head = { name: 'tiny-imagenet', classNames, labels, unlabelled: 0 };
        checkBalance(head, perClass);
        const pathIn = (split: keyof typeof paths | 'unlabelled', index: number): string =>
          (split === 'unlabelled' ? undefined : paths[split][index]) ?? '';
        return {
          ...head,
          kind: 'encoded',
          keep: [side, side, 3],
          onDamaged,
          nameOf: pathIn,
          pathOf: (split, index) => `${pathIn(split, index)} in ${archive}`,
          read: (split, index) => zip.read(pathIn(split, index)),
          close: () => Promise.resolve(zip.close()),
        };
      } catch (error) {
        zip.close();
        throw error;
      }
    },
  };
}

/**
 * Tiny-ImageNet-200 (Stanford CS231n, of ImageNet's images): JPEGs of 64 x 64 in 200 classes, some of them gray, kept as pixels. The
 * validation images are its test split, since the official test images have no published labels.
 */
export const tinyImagenet: DataSet<TinyImagenetSection, EncodedSource> = createTinyImagenet({
  perClass: { train: 500, test: 50 },
  side: 64,
});
