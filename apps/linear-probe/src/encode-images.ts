import type { Recipe } from '@amcl/augmentation';
import type { Split } from '@amcl/data';
import { evalBatches, evalShape, keyedBatches } from '@amcl/input-stream';
import type { StageContext } from '@amcl/stage';
import { FrozenEncoder } from '@amcl/training';
import { cropsAndFlips } from './crops-and-flips';
import type { Network, Networks } from './networks';

/** Images at a time: large enough for the threads, small enough for the memory of a wide network. */
const BATCH = 250;

/** Features and embeddings of images by a network, with progress, until it is disposed. */
export class ImageEncoder {
  /** Of the network. */
  readonly name: Network['name'];
  private readonly encoder: FrozenEncoder;
  private readonly embedding: FrozenEncoder;

  constructor(
    { encoder, embedding }: Pick<Networks, 'encoder' | 'embedding'>,
    { name, weights }: Network,
    /** Of the experiment. */
    readonly recipe: Recipe,
    private readonly context: Pick<StageContext, 'seed' | 'signal' | 'emit'>,
  ) {
    this.name = name;
    this.encoder = new FrozenEncoder(encoder, weights, { capture: true });
    this.embedding = new FrozenEncoder(embedding, weights, { capture: true });
  }

  /** Features of every image of the split, nothing random done to it, [n, F]. */
  features(split: Split, splitName: string): Promise<Float32Array> {
    return this.encoder.encode({
      count: split.count,
      imageShape: evalShape(this.recipe),
      batches: evalBatches({ split, recipe: this.recipe, batchSize: BATCH }),
      signal: this.context.signal,
      onProgress: this.progress(`features, ${this.name}, ${splitName}`, split.count),
    });
  }

  /** Features of one crop, perhaps flipped, of each of some images of the split, drawn anew for each epoch: [n, F]. */
  augmentedFeatures(split: Split, images: Uint32Array, epoch: number): Promise<Float32Array> {
    const { seed, signal } = this.context;
    const key = { domain: 'probe/view', before: [epoch] };
    return this.encoder.encode({
      count: images.length,
      imageShape: this.viewShape,
      batches: keyedBatches({ split, images, recipe: cropsAndFlips(this.recipe), batchSize: BATCH, seed, key }),
      signal,
      onProgress: this.progress(`features, ${this.name}, epoch ${epoch + 1}`, images.length),
    });
  }

  /**
   * Embeddings after the projection heads of view 0 or 1 of some images: [n, D]. The random numbers of a view are the same by any recipe, and
   * so is its crop by all of one size and scale.
   * @param recipe of views as large as the experiment's
   * @param name of the recipe, for the progress
   */
  embeddings(split: Split, images: Uint32Array, view: 0 | 1, recipe: Recipe, name: string): Promise<Float32Array> {
    const { seed, signal } = this.context;
    const key = { domain: 'similarity/view', after: [view] };
    return this.embedding.encode({
      count: images.length,
      imageShape: this.viewShape,
      batches: keyedBatches({ split, images, recipe, batchSize: BATCH, seed, key }),
      signal,
      onProgress: this.progress(`similarity, ${this.name}, ${name}, view ${view + 1}`, images.length),
    });
  }

  dispose(): void {
    this.encoder.dispose();
    this.embedding.dispose();
  }

  private get viewShape(): readonly [number, number, number] {
    const { size } = this.recipe.randomResizedCrop;
    return [size, size, 3];
  }

  private progress(task: string, total: number): (done: number) => void {
    return (done) => this.context.emit({ kind: 'progress', task, done, total, unit: 'images' });
  }
}
