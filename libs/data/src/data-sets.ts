import { cifar10 } from './cifar10/cifar10';
import type { DataSet } from './data-set';

/** Every data set, by its name in an experiment. */
export const DATA_SETS: { readonly cifar10: DataSet } = { cifar10 };
