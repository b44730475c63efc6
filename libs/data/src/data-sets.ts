import type { DataSetName, DatasetSection } from '@amcl/experiment';
import type { AnySource, DataSet } from './data-set';
import * as sets from './sets';

/** Data sets by their names in an experiment. */
export type DataSets = { readonly [Name in DataSetName]: DataSet<Extract<DatasetSection, { name: Name }>, AnySource> };

/** Every data set. */
export const DATA_SETS: DataSets = {
  cifar10: sets.cifar10,
  cifar100: sets.cifar100,
  stl10: sets.stl10,
  'tiny-imagenet': sets.tinyImagenet,
  imagenet: sets.imagenet,
  folder: sets.folder,
  mnist: sets.mnist,
  'fashion-mnist': sets.fashionMnist,
};
