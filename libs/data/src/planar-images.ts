import type { ImageShape } from './data-set';

/** How records hold their images: each channel a plane of its own. */
export interface PlanarLayout {
  readonly shape: ImageShape;
  /** Bytes of a record before its planes. */
  readonly header: number;
  /** How a plane goes: a row after the other, or a column after the other. */
  readonly order: 'rows' | 'columns';
}

/** Bytes of a record. */
export function recordBytes({ shape: [height, width, channels], header }: PlanarLayout): number {
  return header + height * width * channels;
}

/** The images of records, as [n, H, W, C]. */
export function planarImages(records: Uint8Array, layout: PlanarLayout): Uint8Array {
  const { shape, header, order } = layout;
  const [height, width, channels] = shape;
  const pixels = height * width;
  const count = records.length / recordBytes(layout);
  const images = new Uint8Array(count * pixels * channels);
  // Where the plane's next pixel in a row and in a column is.
  const [right, down] = order === 'rows' ? [1, width] : [height, 1];
  for (let plane = 0; plane < count * channels; plane++) {
    const index = Math.floor(plane / channels);
    const channel = plane % channels;
    const start = (index + 1) * header + plane * pixels;
    let to = index * pixels * channels + channel;
    for (let row = 0; row < height; row++)
      for (let from = start + row * down, column = 0; column < width; column++, from += right, to += channels)
        images[to] = records[from] ?? 0;
  }
  return images;
}
