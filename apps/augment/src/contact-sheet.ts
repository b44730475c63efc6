import { viewStream, type Recipe } from '@amcl/augmentation';
import { viewMaker, type ImageSplit } from '@amcl/input-stream';
import sharp from 'sharp';
import { aspectOf } from './aspect-of';
import { only } from './operations';

const CHANNELS = 3;
const RGBA = 4;
const OPAQUE = 255;
/** Pixels between views, before magnification; transparent, so that a sheet fits a light and a dark page. */
const GAP = 1;
/** Sides below this are magnified by a whole number, each pixel a square. */
const LEGIBLE = 64;

/** A sheet of views: what to draw. */
export interface ContactSheet {
  readonly split: ImageSplit;
  /** Rows: indices into the split. */
  readonly images: ArrayLike<number>;
  /** Columns after the first, which shows the image itself; of an image of any size its largest centred square. */
  readonly views: number;
  readonly recipe: Recipe;
  readonly seed: number;
}

/** Draws the views of epoch 0 of some images, one image a row, as a PNG. */
export async function drawContactSheet({ split, images, views, recipe, seed }: ContactSheet): Promise<Uint8Array> {
  const original = viewMaker(split, only(recipe, [], aspectOf(split)));
  const changed = viewMaker(split, recipe);
  const { size } = changed;
  const columns = views + 1;
  const sheet = new Sheet(images.length, columns, size);
  const viewSize = size * size * CHANNELS;
  const pixels = new Uint8Array(columns * viewSize);
  for (let row = 0; row < images.length; row++) {
    const index = images[row] ?? 0;
    await original.makeUint8(index, [original.sample(index, viewStream(seed, 0, index, 0))], pixels, 0);
    const parameters = Array.from({ length: views }, (_, view) =>
      changed.sample(index, viewStream(seed, 0, index, view)),
    );
    await changed.makeUint8(index, parameters, pixels, viewSize);
    for (let column = 0; column < columns; column++)
      sheet.place(row, column, pixels.subarray(column * viewSize, (column + 1) * viewSize));
  }
  return sheet.encode();
}

/** Squares of RGB on a transparent ground. */
class Sheet {
  private readonly width: number;
  private readonly height: number;
  private readonly pixels: Uint8Array;

  constructor(
    rows: number,
    columns: number,
    private readonly size: number,
  ) {
    this.width = columns * (size + GAP) - GAP;
    this.height = rows * (size + GAP) - GAP;
    this.pixels = new Uint8Array(this.width * this.height * RGBA);
  }

  place(row: number, column: number, view: Uint8Array): void {
    for (let y = 0; y < this.size; y++)
      for (let x = 0; x < this.size; x++) {
        const from = (y * this.size + x) * CHANNELS;
        const to = ((row * (this.size + GAP) + y) * this.width + column * (this.size + GAP) + x) * RGBA;
        this.pixels.set(view.subarray(from, from + CHANNELS), to);
        this.pixels[to + CHANNELS] = OPAQUE;
      }
  }

  encode(): Promise<Uint8Array> {
    const magnified = Math.max(1, Math.round(LEGIBLE / this.size));
    return sharp(this.pixels, { raw: { width: this.width, height: this.height, channels: RGBA } })
      .resize(this.width * magnified, this.height * magnified, { kernel: 'nearest' })
      .png({ compressionLevel: 9 })
      .toBuffer();
  }
}
