import type { DatasetSection } from '@amcl/experiment';
import type { DataSet, EncodedSource } from '../data-set';
import { folderSource } from './folder-source';
import { localFolder } from './local-folder';

type FolderSection = Extract<DatasetSection, { name: 'folder' }>;

/** Any folder of images, `<class>/**`, kept as encoded files. Classes may be of unequal sizes. */
export const folder: DataSet<FolderSection, EncodedSource> = {
  open: async ({ source, test, unlabelled, holdOut, onDamaged }, context) => {
    const classes = 'a folder with a folder of images for each class';
    const images = 'a folder of images';
    return folderSource(
      {
        name: 'folder',
        train: await localFolder(source, 'dataset.source', classes, context),
        // Held-out images take the place of the test images, which then nobody reads.
        test: test === null || holdOut !== null ? null : await localFolder(test, 'dataset.test', classes, context),
        unlabelled: unlabelled === null ? null : await localFolder(unlabelled, 'dataset.unlabelled', images, context),
        onDamaged,
      },
      context,
    );
  },
};
