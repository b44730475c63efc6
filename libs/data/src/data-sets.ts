import type { DataSetName, DatasetSection } from '@amcl/experiment';
import { cifar10 } from './cifar10/cifar10';
import { cifar100 } from './cifar100/cifar100';
import type { AnySource, DataSet } from './data-set';
import { folder } from './folder/folder';
import { imagenet } from './folder/imagenet';
import { fashionMnist, mnist } from './mnist/mnist';
import { stl10 } from './stl10/stl10';
import { tinyImagenet } from './tiny-imagenet/tiny-imagenet';

/** Data sets by their names in an experiment. */
export type DataSets = { readonly [Name in DataSetName]: DataSet<Extract<DatasetSection, { name: Name }>, AnySource> };

/** Every data set. */
export const DATA_SETS: DataSets = {
  cifar10,
  cifar100,
  stl10,
  'tiny-imagenet': tinyImagenet,
  imagenet,
  folder,
  mnist,
  'fashion-mnist': fashionMnist,
};
