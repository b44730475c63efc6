import type { DataSetName, DatasetSection } from '@amcl/experiment';
import { cifar10 } from './cifar10/cifar10';
import type { DataSet } from './data-set';

/** Data sets by their names in an experiment. */
export type DataSets = { readonly [Name in DataSetName]: DataSet<Extract<DatasetSection, { name: Name }>> };

/** Every data set. */
export const DATA_SETS: Pick<DataSets, 'cifar10'> = { cifar10 };
