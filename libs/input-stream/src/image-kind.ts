import type { Recipe } from '@amcl/augmentation';
import type { Makers } from './makers';

/** How images of a kind are made into views. */
export interface ImageKind<S> {
  /** The makers of a split for one thread. */
  makers(this: void, split: S, recipe: Recipe): Makers;
  /**
   * The path of the program of a worker thread that makes them.
   * @param typescript whether it is TypeScript, as in this workspace: the published package is JavaScript
   */
  worker(this: void, typescript: boolean): string;
}
