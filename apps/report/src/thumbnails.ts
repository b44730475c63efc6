import { readEncoded, type Split } from '@amcl/data';
import type { ImageFile, Sprite } from '@amcl/reporting';
import sharp from 'sharp';

/** Tiles in a row of the sprite. */
const COLUMNS = 40;
/** A thumbnail is no larger than this, in pixels. */
const MOST = 48;

/** Small pictures of some images of a split, all in one WebP file, in the order of `images`. */
export async function spriteOf(split: Split, images: readonly number[]): Promise<Sprite> {
  const tile = tileOf(split);
  const tiles = await Promise.all(images.map((image) => pixelsOf(split, image, tile)));
  const rows = Math.ceil(images.length / COLUMNS);
  const sheet = sharp({ create: { width: COLUMNS * tile, height: rows * tile, channels: 3, background: '#000' } });
  const composed = sheet.composite(
    tiles.map((input, index) => ({
      input,
      raw: { width: tile, height: tile, channels: 3 },
      left: (index % COLUMNS) * tile,
      top: Math.floor(index / COLUMNS) * tile,
    })),
  );
  return { image: await webp(composed), tile, columns: COLUMNS };
}

/** One image of a split as a WebP file. */
export async function thumbnailOf(split: Split, image: number): Promise<ImageFile> {
  const tile = tileOf(split);
  const pixels = await pixelsOf(split, image, tile);
  return webp(sharp(pixels, { raw: { width: tile, height: tile, channels: 3 } }));
}

function tileOf(split: Split): number {
  return split.kind === 'pixels' ? Math.min(MOST, split.shape[0]) : MOST;
}

/** RGB of an image, made as small as a tile; of an encoded one the centre, upright. */
function pixelsOf(split: Split, image: number, tile: number): Promise<Buffer> {
  return opened(split, image).resize(tile, tile).toColourspace('srgb').removeAlpha().raw().toBuffer();
}

function opened(split: Split, image: number): sharp.Sharp {
  if (split.kind === 'encoded') return sharp(readEncoded(split, image), { failOn: 'error' }).autoOrient();
  const [height, width, channels] = split.shape;
  const size = height * width * channels;
  const raw = { width, height, channels: channels as 3 };
  return sharp(split.images.subarray(image * size, (image + 1) * size), { raw });
}

async function webp(picture: sharp.Sharp): Promise<ImageFile> {
  return { type: 'image/webp', data: await picture.webp({ quality: 80 }).toBuffer() };
}
