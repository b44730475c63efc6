import type { Recipe } from '@amcl/augmentation';
import type { EncodedSplit, PixelSplit } from '@amcl/data';
import { workerData } from 'piscina';
import { makeViews, type MakingTask } from './make-views';
import type { Makers } from './makers';
import type { ImageSplit } from './view-maker';

/** What a worker thread is given once. Images, tables and buffers are shared memory. */
export interface WorkerSetup<S extends ImageSplit = ImageSplit> {
  readonly split: S;
  readonly recipe: Recipe;
  readonly seed: number;
  /** Buffers of a batch each: two of pairs of views, else one. */
  readonly slots: readonly (readonly Float32Array[])[];
}
export type PixelSetup = WorkerSetup<Pick<PixelSplit, 'kind' | 'images' | 'shape'>>;
export type EncodedSetup = WorkerSetup<Pick<EncodedSplit, 'kind' | 'shards' | 'table'>>;

/** The body of a worker thread: does a task in the buffers of a slot. */
export function workBy<S extends WorkerSetup>(
  makersOf: (setup: S) => Makers,
): (task: MakingTask & { readonly slot: number }) => Promise<void> {
  const setup = workerData as S;
  const { seed, slots } = setup;
  let makers: Makers | undefined;
  return async ({ slot, ...task }) => {
    const buffers = slots[slot];
    if (buffers === undefined) throw new RangeError(`Expected a slot below ${slots.length} but received ${slot}`);
    // Not when the thread starts: piscina hides an error of that moment behind one of its own.
    makers ??= makersOf(setup);
    await makeViews(makers, seed, task, buffers);
  };
}
