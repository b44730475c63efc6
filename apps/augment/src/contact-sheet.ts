import { compileRecipe, viewStream, type Recipe } from '@amcl/augmentation';
import type { Split } from '@amcl/data';
import sharp from 'sharp';
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
  readonly split: Pick<Split, 'images' | 'shape'>;
  /** Rows: indices into the split. */
  readonly images: ArrayLike<number>;
  /** Columns after the first, which shows the image itself. */
  readonly views: number;
  readonly recipe: Recipe;
  readonly seed: number;
}

/** Draws the views of epoch 0 of some images, one image a row, as a PNG. */
export async function drawContactSheet({ split, images, views, recipe, seed }: ContactSheet): Promise<Uint8Array> {
  const [height, width, channels] = split.shape;
  const shape = [height, width, channels] as const;
  const original = compileRecipe(only(recipe, [], width / height), shape);
  const changed = compileRecipe(recipe, shape);
  const { size } = changed;
  const columns = views + 1;
  const sheet = new Sheet(images.length, columns, size);
  const pixels = new Uint8Array(size * size * CHANNELS);
  for (let row = 0; row < images.length; row++) {
    const index = images[row] ?? 0;
    const length = height * width * channels;
    const image = split.images.subarray(index * length, (index + 1) * length);
    for (let column = 0; column < columns; column++) {
      const { sample, applyUint8 } = column === 0 ? original : changed;
      applyUint8(image, sample(viewStream(seed, 0, index, Math.max(0, column - 1))), pixels, 0);
      sheet.place(row, column, pixels);
    }
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
