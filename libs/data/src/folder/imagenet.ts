import { join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import { dataSets, type DatasetSection } from '@amcl/experiment';
import type { DataSet, EncodedSource } from '../data-set';
import { folderSource } from './folder-source';
import { localFolder } from './local-folder';

type ImagenetSection = Extract<DatasetSection, { name: 'imagenet' }>;

const WHAT = 'ImageNet (https://www.image-net.org/challenges/LSVRC/2012/) as folders train/<wnid> and val/<wnid>';

/** @param classes of the real one, or of the small ones that tests make */
export function createImagenet(classes: number): DataSet<ImagenetSection, EncodedSource> {
  return {
    open: async ({ source, onDamaged }, context) => {
      const root = await localFolder(source, 'dataset.source', WHAT, context);
      const [train, test] = [join(root, 'train'), join(root, 'val')];
      const opened = await folderSource({ name: 'imagenet', train, test, unlabelled: null, onDamaged }, context);
      const found = opened.classNames.length;
      if (found !== classes)
        throw new UserError(
          `Expected ${classes} class folders in ${train} but found ${found}. Of a part of ImageNet set ` +
            `{ name: 'folder', source: 'file:${train}', test: 'file:${test}' }.`,
        );
      return opened;
    },
  };
}

/**
 * ImageNet (ILSVRC 2012), kept as encoded files; class names are the wnids. Russakovsky et al. 2015, ImageNet Large Scale Visual
 * Recognition Challenge: its images have terms of use, and are not redistributed.
 */
export const imagenet: DataSet<ImagenetSection, EncodedSource> = createImagenet(dataSets.imagenet.classes);
