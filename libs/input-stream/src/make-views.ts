import { viewStream } from '@amcl/augmentation';
import { randomStream, type RandomStream } from '@amcl/random';
import type { EvalMaker } from './eval-maker';
import type { Makers } from './makers';

/** The two views of each image of a batch: floats [B, S, S, 3] each. */
export type ViewPair = readonly [Float32Array, Float32Array];

/** The random stream of a view of an image: randomStream(seed, domain, ...before, image, ...after), three coordinates at most. */
export interface ViewKey {
  readonly domain: string;
  readonly before?: readonly number[];
  readonly after?: readonly number[];
}

/** What is made of each image: the two views of an epoch, one view of a key, or what an encoder in eval mode sees. */
export type Making =
  | { readonly kind: 'pair'; readonly epoch: number }
  | { readonly kind: 'view'; readonly key: ViewKey }
  | { readonly kind: 'eval' };

/** What to make: of the images at places `from` .. `to - 1` of a batch. */
export interface MakingTask {
  readonly making: Making;
  /** Images of the whole batch, indices into the split. */
  readonly indices: ArrayLike<number>;
  readonly from: number;
  readonly to: number;
}

/** Does a task, into the batch's buffers: two of a pair, else one. */
export async function makeViews(
  makers: Makers,
  seed: number,
  task: MakingTask,
  buffers: readonly Float32Array[],
): Promise<void> {
  const { making, indices, from, to } = task;
  if (making.kind === 'eval') return makeEvals(makers.evals(), task, buffers[0]!);
  const { size, sample, make } = makers.views();
  const viewSize = size * size * 3;
  for (let place = from; place < to; place++) {
    const index = indices[place] ?? 0;
    const parameters =
      making.kind === 'pair'
        ? buffers.map((_, view) => sample(index, viewStream(seed, making.epoch, index, view)))
        : [sample(index, keyedStream(seed, making.key, index))];
    const made = make(index, parameters, buffers, place * viewSize);
    if (made !== undefined) await made;
  }
}

async function makeEvals(
  { shape, make }: EvalMaker,
  { indices, from, to }: MakingTask,
  buffer: Float32Array,
): Promise<void> {
  const imageSize = shape[0] * shape[1] * shape[2];
  for (let place = from; place < to; place++) {
    const made = make(indices[place] ?? 0, buffer, place * imageSize);
    if (made !== undefined) await made;
  }
}

function keyedStream(seed: number, { domain, before = [], after = [] }: ViewKey, image: number): RandomStream {
  const [a, b, c] = [...before, image, ...after];
  return randomStream(seed, domain, a, b, c);
}
