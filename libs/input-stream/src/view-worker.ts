import type { Recipe } from '@amcl/augmentation';
import { workerData } from 'piscina';
import { makersOf } from './makers-of';
import { makeViews, type Makers, type MakingTask } from './make-views';
import type { ImageSplit } from './view-maker';

/** What a worker thread is given once. Images, tables and buffers are shared memory. */
export interface WorkerSetup {
  readonly split: ImageSplit;
  readonly recipe: Recipe;
  readonly seed: number;
  /** Buffers of a batch each: two of pairs of views, else one. */
  readonly slots: readonly (readonly Float32Array[])[];
}

const { split, recipe, seed, slots } = workerData as WorkerSetup;
let makers: Makers | undefined;

/** The body of a worker thread: does a task in the buffers of a slot. */
export default async function work({ slot, ...task }: MakingTask & { slot: number }): Promise<void> {
  const buffers = slots[slot];
  if (buffers === undefined) throw new RangeError(`Expected a slot below ${slots.length} but received ${slot}`);
  // Not when the thread starts: piscina hides an error of that moment behind one of its own.
  makers ??= makersOf(split, recipe);
  await makeViews(makers, seed, task, buffers);
}
