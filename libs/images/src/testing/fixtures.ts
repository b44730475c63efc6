import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageDecoder, ImageSize, ViewCrop } from '../image-decoder';
import { openJpegDecoder, type JpegDecoder } from '../native/jpeg-decoder';

/** Where fixtures/make_fixtures.py puts what it makes. */
const FOLDER = join(__dirname, '..', '..', 'fixtures');

/** A crop of an image, and what PIL makes of it. */
export interface ExpectedView {
  readonly crop: ViewCrop;
  readonly size: ImageSize;
  readonly pixels: Uint8Array;
}

export interface Fixture extends ImageSize {
  readonly file: string;
  readonly views: readonly ExpectedView[];
}

type Numbers = [
  top: number,
  left: number,
  height: number,
  width: number,
  mirrored: number,
  rows: number,
  columns: number,
];

/** Every image of the folder with its views. */
export function readFixtures(): Fixture[] {
  const pixels = readFixture('views.bin');
  let at = 0;
  const viewOf = ([top, left, height, width, mirrored, rows, columns]: Numbers): ExpectedView => ({
    crop: { top, left, height, width, mirrored: mirrored === 1 },
    size: { height: rows, width: columns },
    pixels: pixels.subarray(at, (at += rows * columns * 3)),
  });
  const images = JSON.parse(readFixture('views.json').toString()) as (Omit<Fixture, 'views'> & { views: Numbers[] })[];
  return images.map((image) => ({ ...image, views: image.views.map(viewOf) }));
}

export function readFixture(name: string): Buffer {
  return readFileSync(join(FOLDER, name));
}

/** The native decoder. @throws where the addon has not been made */
export function nativeDecoder(options?: { portable?: boolean }): JpegDecoder {
  const decoder = openJpegDecoder(options);
  if (decoder === null) throw new Error('The image decoder is not there. Run: npx nx run libtensorflow:provide');
  return decoder;
}

/** The largest difference of a level over all views of an image, from PIL's. */
export async function largestDifference(decoder: Pick<ImageDecoder, 'decodeCrops'>, fixture: Fixture): Promise<number> {
  const encoded = readFixture(fixture.file);
  let largest = 0;
  for (const { crop, size, pixels } of fixture.views) {
    const out = new Uint8Array(pixels.length);
    await decoder.decodeCrops(encoded, [crop], size, out);
    for (const [place, level] of out.entries()) largest = Math.max(largest, Math.abs(level - pixels[place]!));
  }
  return largest;
}
