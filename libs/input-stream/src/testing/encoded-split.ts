import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EncodedSplit } from '@amcl/data';
import { randomStream } from '@amcl/random';
import sharp from 'sharp';

/** An image as pixels, and as a file. */
export interface TestImage {
  readonly height: number;
  readonly width: number;
  /** RGB, upright. */
  readonly pixels: Uint8Array;
  readonly file: Uint8Array;
}

/** A smooth picture with some noise, of a size of its own. */
export async function testImage(index: number, format: 'png' | 'jpeg' = 'png'): Promise<TestImage> {
  const [height, width] = [20 + (index % 5) * 7, 24 + (index % 3) * 9];
  const random = randomStream(index, 'picture');
  const pixels = Uint8Array.from({ length: height * width * 3 }, (_, at) => {
    const [x, y, channel] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width), at % 3];
    return 110 + 60 * Math.sin(x / 4 + channel) + 50 * Math.cos(y / 5 + index) + random.integer(20);
  });
  const raw = sharp(pixels, { raw: { height, width, channels: 3 } });
  const file = await (format === 'png' ? raw.png() : raw.jpeg({ quality: 95 })).toBuffer();
  return { height, width, pixels, file };
}

/** The files one after the other in two shards, without the tables that real shards begin with. */
export function splitOf(images: readonly TestImage[]): EncodedSplit {
  const folder = mkdtempSync(join(tmpdir(), 'encoded-'));
  const count = images.length;
  const half = Math.ceil(count / 2);
  const shards = [images.slice(0, half), images.slice(half)].map((part, index) => {
    const path = join(folder, `${index}`);
    writeFileSync(path, Buffer.concat(part.map(({ file }) => file)));
    return path;
  });
  const table = {
    shard: shared(images.map((_, index) => (index < half ? 0 : 1))),
    offset: new Float64Array(new SharedArrayBuffer(8 * count)),
    length: shared(images.map(({ file }) => file.length)),
    height: shared(images.map(({ height }) => height)),
    width: shared(images.map(({ width }) => width)),
  };
  for (let index = 1; index < count; index++)
    if (index !== half) table.offset[index] = (table.offset[index - 1] ?? 0) + (table.length[index - 1] ?? 0);
  return { kind: 'encoded', shards, table, labels: Int32Array.from(images, (_, index) => index % 4), count };
}

function shared(values: readonly number[]): Int32Array {
  const array = new Int32Array(new SharedArrayBuffer(4 * values.length));
  array.set(values);
  return array;
}
