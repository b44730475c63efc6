import type { DataSetName, DatasetSection } from '@amcl/experiment';
import { cifar10 } from './cifar10/cifar10';
import type { AnySource, DataSet } from './data-set';
import { folder } from './folder/folder';
import { imagenet } from './folder/imagenet';
import { tinyImagenet } from './tiny-imagenet/tiny-imagenet';

/** Data sets by their names in an experiment. */
export type DataSets = { readonly [Name in DataSetName]: DataSet<Extract<DatasetSection, { name: Name }>, AnySource> };

/** Every data set. */
export const DATA_SETS: Pick<DataSets, 'cifar10' | 'folder' | 'imagenet' | 'tiny-imagenet'> = {
  cifar10,
  folder,
  imagenet,
  'tiny-imagenet': tinyImagenet,
};
