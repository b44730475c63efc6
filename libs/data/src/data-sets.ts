import type { DataSetName, DatasetSection } from '@amcl/experiment';
import { cifar10 } from './cifar10/cifar10';
import { cifar100 } from './cifar100/cifar100';
import type { DataSet } from './data-set';
import { fashionMnist, mnist } from './mnist/mnist';
import { stl10 } from './stl10/stl10';

/** Data sets by their names in an experiment. */
export type DataSets = { readonly [Name in DataSetName]: DataSet<Extract<DatasetSection, { name: Name }>> };

/** Every data set. */
export const DATA_SETS: Pick<DataSets, 'cifar10' | 'cifar100' | 'stl10' | 'mnist' | 'fashion-mnist'> = {
  cifar10,
  cifar100,
  stl10,
  mnist,
  'fashion-mnist': fashionMnist,
};
