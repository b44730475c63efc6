import { UserError } from '@amcl/artifacts';
import type { Sharp } from 'sharp';
import type { ImageSize } from '../image-decoder';

/** A decoded image: RGB of [height, width, 3] bytes, upright. */
export interface RgbImage extends ImageSize {
  readonly pixels: Uint8Array;
}

/** The upright size of whatever sharp reads, from its headers. @throws UserError where this is no image */
export async function readSizeWithSharp(encoded: Uint8Array): Promise<ImageSize> {
  const { autoOrient } = await (await open(encoded)).metadata().catch(explain);
  return { height: autoOrient.height, width: autoOrient.width };
}

/**
 * Decodes whatever sharp reads to what PIL's `convert('RGB')` gives of it: the levels as they are stored, without a colour profile;
 * gray three times; CMYK by PIL's formula; no alpha. Of several frames the first.
 * @throws UserError where it is damaged, or no image
 */
export async function decodeRgbWithSharp(encoded: Uint8Array): Promise<RgbImage> {
  const image = await open(encoded);
  const { space } = await image.metadata().catch(explain);
  const upright = image.autoOrient();
  if (space === 'cmyk') {
    const inks = await raw(upright.pipelineColourspace('cmyk').toColourspace('cmyk'), 4);
    return { ...inks, pixels: cmykToRgb(inks.pixels) };
  }
  return raw(upright.removeAlpha().toColourspace('srgb'), 3);
}

async function open(encoded: Uint8Array): Promise<Sharp> {
  const { default: sharp } = await import('sharp'); // loaded only where it is needed
  try {
    // `error`, not `warning`: what libjpeg only warns of, as stray bytes before a marker, harms no pixel, and ImageNet has it.
    return sharp(encoded, { ignoreIcc: true, failOn: 'error' });
  } catch (error) {
    return explain(error);
  }
}

async function raw(image: Sharp, channels: number): Promise<RgbImage> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true }).catch(explain);
  if (info.channels !== channels)
    throw new UserError(`Expected an image of ${channels} channels but it has ${info.channels}`);
  return { height: info.height, width: info.width, pixels: data };
}

function explain(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  throw new UserError(`The image cannot be decoded: ${message.split('\n')[0] ?? ''}`, { cause: error });
}

/** As PIL converts: each of red, green and blue is what black leaves, less the ink's share of it. */
function cmykToRgb(inks: Uint8Array): Uint8Array {
  const pixels = new Uint8Array((inks.length / 4) * 3);
  for (let from = 0, to = 0; from < inks.length; from += 4, to += 3) {
    const light = 255 - inks[from + 3]!;
    for (let ink = 0; ink < 3; ink++) {
      const product = inks[from + ink]! * light + 128;
      pixels[to + ink] = Math.max(0, light - (((product >> 8) + product) >> 8));
    }
  }
  return pixels;
}
