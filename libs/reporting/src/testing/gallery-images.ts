import { randomStream } from '@amcl/random';
import sharp from 'sharp';
import { figure, imageGrid, scatterMap, type GridImage, type Html, type ImageFile, type Sprite } from '../index';

/** The classes of the gallery's figures. */
export const CLASSES = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
] as const;
const TILE = 16;

/** A map of a thousand points with thumbnails. */
export async function map(): Promise<Html> {
  const random = randomStream(2, 'gallery map');
  const points = Array.from({ length: 1000 }, (_, index) => {
    const label = index % CLASSES.length;
    const angle = (2 * Math.PI * label) / CLASSES.length;
    const [x, y] = [4 * Math.cos(angle) + random.normal(), 4 * Math.sin(angle) + random.normal()];
    return { x, y, class: label, tile: index, name: `test image ${index}` };
  });
  const chart = scatterMap({
    label: 'Map of the embeddings of 1000 test images',
    classes: CLASSES,
    points,
    sprite: await sprite(points.length),
  });
  return figure('Embedding map', chart, 'Distances within a neighbourhood mean something, axes do not.');
}

/** Three images and six neighbours of each. */
export async function neighbours(): Promise<Html> {
  const image = async (label: number, index: number, more: Partial<GridImage> = {}): Promise<GridImage> => ({
    image: await tilePng(label * 37 + index),
    alt: `test image ${label * 100 + index}: ${CLASSES[label] ?? ''}`,
    caption: CLASSES[label] ?? '',
    ...more,
  });
  const rows = [];
  for (const label of [0, 3, 5]) {
    const images = [];
    for (let rank = 1; rank <= 6; rank++) {
      const found = rank % 3 === 0 ? (label + rank) % 10 : label;
      images.push(await image(found, rank, { note: (1 - rank / 20).toFixed(3), right: found === label }));
    }
    rows.push({ query: await image(label, 0), images });
  }
  const chart = imageGrid({
    label: 'Nearest neighbours of test images',
    first: 'test image',
    others: 'neighbour',
    rows,
  });
  return figure('Nearest neighbours', chart, 'Cosine similarity; ✓ of the same class, ✗ of another.');
}

/** A tile of a colour of its own. */
function tileColour(index: number): { r: number; g: number; b: number } {
  return { r: (index * 53) % 256, g: (index * 91) % 256, b: (index * 29) % 256 };
}

async function tilePng(index: number): Promise<ImageFile> {
  const create = { width: TILE, height: TILE, channels: 3 as const, background: tileColour(index) };
  return { type: 'image/png', data: await sharp({ create }).png().toBuffer() };
}

async function sprite(count: number): Promise<Sprite> {
  const columns = Math.ceil(Math.sqrt(count));
  const side = columns * TILE;
  const pixels = Buffer.alloc(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const { r, g, b } = tileColour(Math.floor(y / TILE) * columns + Math.floor(x / TILE));
      pixels.set([r, g, b], 3 * (y * side + x));
    }
  }
  const data = await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .webp({ lossless: true })
    .toBuffer();
  return { image: { type: 'image/webp', data }, tile: TILE, columns };
}
