import { compileRecipe, type CompiledRecipe, type Recipe } from '@amcl/augmentation';
import { workerData } from 'piscina';
import { makeViews, type ViewPair, type ViewTask } from './make-views';

/** What a worker thread is given once. Images and buffers are shared memory. */
export interface WorkerSetup {
  readonly images: Uint8Array;
  readonly shape: readonly [number, number, number];
  readonly recipe: Recipe;
  readonly seed: number;
  readonly slots: readonly ViewPair[];
}

const { images, shape, recipe, seed, slots } = workerData as WorkerSetup;
const imageSize = shape[0] * shape[1] * shape[2];
let compiled: CompiledRecipe | undefined;

/** The body of a worker thread: makes the views of a task in the buffers of a slot. */
export default function work({ slot, ...task }: ViewTask & { slot: number }): void {
  const views = slots[slot];
  if (views === undefined) throw new RangeError(`Expected a slot below ${slots.length} but received ${slot}`);
  // Not when the thread starts: piscina hides an error of that moment behind one of its own.
  compiled ??= compileRecipe(recipe, shape);
  makeViews(compiled, images, imageSize, seed, task, views);
}
