import type { DataSource, ImagePart, LabelledSplit } from '../data-set';
import { SIDE } from './edition';

const PIXELS = SIDE * SIDE;
/** Images of a part. */
const PER_PART = 10_000;

/** Both splits in memory, a byte a pixel. */
export interface GrayImages {
  /** [n, 28, 28] */
  readonly images: Readonly<Record<LabelledSplit, Uint8Array>>;
  readonly labels: Readonly<Record<LabelledSplit, Uint8Array>>;
}

/** The images with three equal channels, as encoders take them. */
export function grayParts({ images }: GrayImages): Pick<DataSource, 'partCount' | 'parts' | 'shape'> {
  const starts = (['train', 'test'] as const).flatMap((split) =>
    Array.from({ length: Math.ceil(images[split].length / (PER_PART * PIXELS)) }, (_, index) => ({ split, index })),
  );
  return {
    shape: [SIDE, SIDE, 3],
    partCount: starts.length,
    parts: async function* (): AsyncGenerator<ImagePart, void, undefined> {
      for (const { split, index } of starts) {
        const gray = images[split].subarray(index * PER_PART * PIXELS, (index + 1) * PER_PART * PIXELS);
        yield await Promise.resolve({ split, images: inThreeChannels(gray) });
      }
    },
  };
}

function inThreeChannels(gray: Uint8Array): Uint8Array {
  const images = new Uint8Array(gray.length * 3);
  for (let pixel = 0, to = 0; pixel < gray.length; pixel++, to += 3)
    images[to] = images[to + 1] = images[to + 2] = gray[pixel] ?? 0;
  return images;
}
