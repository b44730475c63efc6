import { setImmediate } from 'node:timers/promises';
import { safetensorsParts } from '@amcl/artifacts';
import { viewStream, type Recipe } from '@amcl/augmentation';
import { viewMaker, type ImageSplit } from '@amcl/input-stream';
import type { AugmentResult } from '@amcl/results';
import type { StageContext } from '@amcl/stage';

const CHANNELS = 3;
const VIEWS = 2;
/** Bytes of a full shard, about. */
const SHARD_BYTES = 64 * 2 ** 20;
/** Images between two reports of progress. */
const TURN = 500;

type Materialized = NonNullable<AugmentResult['materialized']>;

/**
 * Stores the views of the first epochs before normalisation: for each epoch the same number of shards, safetensors blobs with
 * `views` U8 [n, 2, S, S, 3] in the order of the split. They are the views that pre-training would make.
 * @param shardBytes bytes of a full shard, 64 MiB unless given
 */
export async function materialize(
  split: ImageSplit & { readonly count: number },
  recipe: Recipe,
  epochs: number,
  { seed, output, signal, emit }: Pick<StageContext, 'seed' | 'output' | 'signal' | 'emit'>,
  shardBytes = SHARD_BYTES,
): Promise<Materialized> {
  const { size, sample, makeUint8 } = viewMaker(split, recipe);
  const viewSize = size * size * CHANNELS;
  const perShard = Math.max(1, Math.floor(shardBytes / (VIEWS * viewSize)));
  const shards: string[] = [];
  const total = epochs * split.count;
  let done = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let from = 0; from < split.count; from += perShard) {
      const count = Math.min(perShard, split.count - from);
      const data = new Uint8Array(count * VIEWS * viewSize);
      for (let place = 0; place < count; place++) {
        const index = from + place;
        const parameters = Array.from({ length: VIEWS }, (_, view) =>
          sample(index, viewStream(seed, epoch, index, view)),
        );
        await makeUint8(index, parameters, data, VIEWS * place * viewSize);
        if (++done % TURN === 0 || done === total) {
          emit({ kind: 'progress', task: 'store views', done, total, unit: 'images' });
          await setImmediate();
          signal.throwIfAborted();
        }
      }
      const name = `views-${epoch}-${from / perShard}.safetensors`;
      const shape = [count, VIEWS, size, size, CHANNELS];
      await output.writeBlob(name, safetensorsParts({ views: { dtype: 'U8', shape, data } }));
      shards.push(name);
    }
  }
  return { epochs, shards };
}
