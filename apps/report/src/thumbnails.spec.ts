import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Split } from '@amcl/data';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { spriteOf, thumbnailOf } from './thumbnails';

const SIZE = 8;

/** Images of one colour each: the i-th is (20 i, 0, 255 - 20 i). */
function coloured(count: number): Split {
  const images = new Uint8Array(count * SIZE * SIZE * 3).map((_, place) => {
    const image = Math.floor(place / (SIZE * SIZE * 3));
    return [20 * image, 0, 255 - 20 * image][place % 3]!;
  });
  return { kind: 'pixels', count, shape: [SIZE, SIZE, 3], images, labels: new Int32Array(count) };
}

/** Red at a place of a picture. */
async function redAt(data: Uint8Array, x: number, y: number): Promise<number> {
  const { data: pixels, info } = await sharp(data).raw().toBuffer({ resolveWithObject: true });
  return pixels[(y * info.width + x) * info.channels]!;
}

it('puts images into a sprite in their order, row by row', async () => {
  const order = Array.from({ length: 45 }, (_, index) => index % 12);
  const { image, tile, columns } = await spriteOf(coloured(12), order);
  expect([tile, columns]).toEqual([SIZE, 40]);
  for (const index of [0, 11, 39, 44]) {
    const [x, y] = [(index % columns) * tile + 4, Math.floor(index / columns) * tile + 4];
    expect(Math.abs((await redAt(image.data, x, y)) - 20 * order[index]!)).toBeLessThan(12);
  }
});

it('makes a picture of one image', async () => {
  const { type, data } = await thumbnailOf(coloured(12), 7);
  expect(type).toBe('image/webp');
  expect(Math.abs((await redAt(data, 4, 4)) - 140)).toBeLessThan(12);
});

it('makes a picture of an image that is kept as a file: its centre, upright', async () => {
  // Red over blue as stored; a viewer turns it, so that red is on the right.
  const red = { create: { width: 60, height: 30, channels: 3, background: '#f00' } } as const;
  const stored = sharp({ create: { width: 60, height: 60, channels: 3, background: '#00f' } });
  const file = await stored
    .composite([{ input: red, left: 0, top: 0 }])
    .jpeg()
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const path = join(mkdtempSync(join(tmpdir(), 'thumbnails-')), 'shard');
  writeFileSync(path, file);
  const one = (value: number) => Int32Array.of(value);
  const table = {
    shard: one(0),
    offset: Float64Array.of(0),
    length: one(file.length),
    height: one(60),
    width: one(60),
  };
  const { data } = await thumbnailOf({ kind: 'encoded', shards: [path], table, labels: one(0), count: 1 }, 0);
  const { info } = await sharp(data).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([48, 48]);
  expect(await redAt(data, 40, 24)).toBeGreaterThan(240);
  expect(await redAt(data, 8, 24)).toBeLessThan(15);
});
