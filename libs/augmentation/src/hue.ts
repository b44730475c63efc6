import type { Pixels } from './pixels';

const CHANNELS = 3;
const SECTORS = 6;
const SECTORS_A_CHANNEL = 2;

/** -x and x at 0 and 1: a sign chosen by a comparison without a branch. */
const turns = new Float64Array(2);

/**
 * Turns the hue of RGB pixels in 0..1 by `factor` turns (-0.5..0.5), in place: to HSV, hue + factor modulo 1, back.
 * As torchvision's `adjust_hue`.
 *
 * Value and chroma stay as they are. A third of a turn hands each channel's value to the next channel; what is left of the
 * turn is at most a sixth, t = -1..1 in sectors of the hexagon, and there each channel x becomes
 * 2 x - middle -+ t (highest - lowest), brought into lowest..highest. The sign is that of the difference of the two others.
 * So there is neither a division nor a branch, which a processor would guess wrong for half of the pixels.
 * It holds at any `Levels`.
 */
export function adjustHue(pixels: Pixels, factor: number): void {
  const turn = SECTORS * factor;
  const thirds = Math.round(turn / SECTORS_A_CHANNEL);
  turns[1] = turn - SECTORS_A_CHANNEL * thirds;
  turns[0] = -turns[1];
  const toRed = (thirds + CHANNELS) % CHANNELS;
  const toGreen = (toRed + 1) % CHANNELS;
  const toBlue = (toRed + 2) % CHANNELS;
  for (let at = 0; at < pixels.length; at += CHANNELS) {
    const red = pixels[at]!;
    const green = pixels[at + 1]!;
    const blue = pixels[at + 2]!;
    // Four times the highest and the lowest, by |a - b|: a + b + |a - b| is twice the larger, without a branch.
    const sum = red + green;
    const difference = Math.abs(red - green);
    const high = sum + difference + 2 * blue + Math.abs(sum + difference - 2 * blue);
    const low = sum - difference + 2 * blue - Math.abs(sum - difference - 2 * blue);
    const ends = high + low;
    const middle = 4 * (sum + blue) - ends;
    const chroma = high - low;
    const r = 8 * red - middle - chroma * turns[Number(green > blue)]!;
    const g = 8 * green - middle - chroma * turns[Number(blue > red)]!;
    const b = 8 * blue - middle - chroma * turns[Number(red > green)]!;
    pixels[at + toRed] = (Math.abs(r - low) - Math.abs(r - high) + ends) / 8;
    pixels[at + toGreen] = (Math.abs(g - low) - Math.abs(g - high) + ends) / 8;
    pixels[at + toBlue] = (Math.abs(b - low) - Math.abs(b - high) + ends) / 8;
  }
}
