import type { RandomStream } from '@amcl/random';
import { roundHalfEven } from './round-half-even';

/** A rectangle of an image, pixels. */
export interface Crop {
  top: number;
  left: number;
  height: number;
  width: number;
}

const TRIES = 10;

/**
 * The rectangle of a random resized crop, as torchvision's `RandomResizedCrop.get_params` draws it: an area share uniform
 * in `scale` and a width-to-height ratio log-uniform in `ratio`, ten tries to fit them in the image, then the largest
 * centred rectangle with a permitted ratio. Always draws 22 numbers: ten pairs (area, ratio), top, left.
 */
export function sampleCrop(
  random: RandomStream,
  imageHeight: number,
  imageWidth: number,
  { scale, ratio }: { scale: readonly [number, number]; ratio: readonly [number, number] },
): Crop {
  const logFrom = Math.log(ratio[0]);
  const logTo = Math.log(ratio[1]);
  let height = 0;
  let width = 0;
  for (let trial = 0; trial < TRIES; trial++) {
    const area = imageHeight * imageWidth * random.uniform(scale[0], scale[1]);
    const logAspect = random.uniform(logFrom, logTo);
    if (height > 0) continue;
    const aspect = Math.exp(logAspect);
    const triedWidth = roundHalfEven(Math.sqrt(area * aspect));
    const triedHeight = roundHalfEven(Math.sqrt(area / aspect));
    if (triedWidth < 1 || triedWidth > imageWidth || triedHeight < 1 || triedHeight > imageHeight) continue;
    width = triedWidth;
    height = triedHeight;
  }
  const down = random.uniform();
  const right = random.uniform();
  if (height === 0) return centreCrop(imageHeight, imageWidth, ratio);
  return {
    top: Math.floor(down * (imageHeight - height + 1)),
    left: Math.floor(right * (imageWidth - width + 1)),
    height,
    width,
  };
}

function centreCrop(imageHeight: number, imageWidth: number, ratio: readonly [number, number]): Crop {
  const aspect = imageWidth / imageHeight;
  const height = aspect < ratio[0] ? roundHalfEven(imageWidth / ratio[0]) : imageHeight;
  const width = aspect > ratio[1] ? roundHalfEven(imageHeight * ratio[1]) : imageWidth;
  return { top: Math.floor((imageHeight - height) / 2), left: Math.floor((imageWidth - width) / 2), height, width };
}
