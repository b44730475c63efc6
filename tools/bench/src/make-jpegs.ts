import { randomStream } from '@amcl/random';
import sharp from 'sharp';

/** Levels of noise of so many cells along the height, and how strong it is: about as much detail as a photograph has. */
const SCALES = [
  { cells: 3, strength: 1 },
  { cells: 12, strength: 0.6 },
  { cells: 48, strength: 0.4 },
  { cells: 190, strength: 0.2 },
];

/** JPEGs as large as ImageNet's are on average, 500x375 of quality 90, of noise at four scales: about 60 kB each. */
export async function makeJpegs(count: number, width = 500, height = 375): Promise<Buffer[]> {
  return Promise.all(Array.from({ length: count }, (_, image) => makeJpeg(image, width, height)));
}

async function makeJpeg(image: number, width: number, height: number): Promise<Buffer> {
  const random = randomStream(1, 'bench', image);
  const levels = new Float64Array(height * width * 3).fill(128);
  for (const { cells, strength } of SCALES) {
    const shape = { height: cells, width: Math.round((cells * width) / height), channels: 3 as const };
    const noise = Uint8Array.from({ length: shape.height * shape.width * 3 }, () => random.uint32() & 255);
    const smooth = await sharp(noise, { raw: shape }).resize(width, height, { fit: 'fill' }).raw().toBuffer();
    for (const [place, level] of smooth.entries()) levels[place]! += strength * (level - 128);
  }
  const pixels = Uint8ClampedArray.from(levels);
  return sharp(pixels, { raw: { height, width, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}
