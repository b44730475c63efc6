import { decodeSafetensors, UserError, type StageOutput } from '@amcl/artifacts';
import { evalTransform, type Normalization } from '@amcl/augmentation';
import type { AugmentResult } from '@amcl/results';
import type { ViewPair } from './make-views';
import type { ViewSource } from './view-source';

/** Views that stage augment stored: uint8, before normalisation. */
export interface StoredViews {
  /** Stored are those of epochs 0 .. epochs - 1. */
  readonly epochs: number;
  /** All views of an epoch, bytes [n, 2, S, S, 3] in the order of the split. */
  read(this: void, epoch: number): Promise<Uint8Array>;
}

/** The views in the output of stage augment, null if it stored none. */
export function storedViews(output: StageOutput<AugmentResult>): StoredViews | null {
  const { materialized } = output.result;
  if (materialized === null) return null;
  const { epochs, shards } = materialized;
  const perEpoch = shards.length / epochs;
  return {
    epochs,
    read: async (epoch) => {
      const parts: Uint8Array[] = [];
      for (const name of shards.slice(epoch * perEpoch, (epoch + 1) * perEpoch)) {
        const views = decodeSafetensors(await output.read(name), name).tensors['views'];
        if (views?.dtype !== 'U8')
          throw new UserError(`Expected a uint8 tensor views in ${name} but found none. Run augment again.`);
        parts.push(views.data);
      }
      return concat(parts);
    },
  };
}

/**
 * A source that reads stored views, an epoch at a time, and normalises them. They differ from views made while training by
 * the rounding to bytes alone: half a level, 0.5 / 255 / std.
 */
export function storedViewSource(
  stored: StoredViews,
  normalization: Normalization,
  slots: readonly ViewPair[],
): ViewSource {
  const normalize = evalTransform(normalization);
  let current: { epoch: number; bytes: Promise<Uint8Array> } | null = null;
  return {
    fill: async (epoch, indices, slot) => {
      if (current?.epoch !== epoch) current = { epoch, bytes: stored.read(epoch) };
      const bytes = await current.bytes;
      for (const [view, out] of (slots[slot] ?? []).entries()) {
        const viewSize = out.length / indices.length;
        indices.forEach((index, place) => {
          const from = (2 * index + view) * viewSize;
          normalize(bytes.subarray(from, from + viewSize), out, place * viewSize);
        });
      }
    },
    close: () => Promise.resolve(),
  };
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
