import type { z } from 'zod';
import { union } from '../fields';
import { cifar10Schema } from './cifar10';
import { cifar100Schema } from './cifar100';
import { folderSchema } from './folder';
import { imagenetSchema } from './imagenet';
import { fashionMnistSchema, mnistSchema } from './mnist';
import { stl10Schema } from './stl10';
import { tinyImagenetSchema } from './tiny-imagenet';

/** What stage ingest brings: the settings of every data set, told apart by `name`; CIFAR-10 without one. */
export const datasetSchema = union('name', [
  cifar10Schema,
  cifar100Schema,
  stl10Schema,
  tinyImagenetSchema,
  imagenetSchema,
  folderSchema,
  mnistSchema,
  fashionMnistSchema,
]);

export type DatasetSection = z.output<typeof datasetSchema>;
