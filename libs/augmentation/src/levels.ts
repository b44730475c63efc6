import type { Pixels } from './pixels';

const CHANNELS = 3;

/** What is still to be done to pixels as they are stored: the value of a stored x is gain * x + offset, gain above 0. */
export interface Levels {
  gain: number;
  offset: number;
}

/** A step of the colour jitter on RGB pixels that may leave its linear part in `levels` instead of touching each pixel. */
export type LevelStep = (pixels: Pixels, factor: number, levels: Levels) => void;

/** Levels at which pixels are what is stored. */
export function plainLevels(): Levels {
  return { gain: 1, offset: 0 };
}

/** Brings `levels` into the pixels, with values in 0..1, and makes them plain. */
export function settle(pixels: Pixels, levels: Levels): void {
  const { gain, offset } = levels;
  for (let at = 0; at < pixels.length; at += CHANNELS) {
    pixels[at] = clamp01(gain * pixels[at]! + offset);
    pixels[at + 1] = clamp01(gain * pixels[at + 1]! + offset);
    pixels[at + 2] = clamp01(gain * pixels[at + 2]! + offset);
  }
  levels.gain = 1;
  levels.offset = 0;
}

/** The step on its own, in place, for pixels in 0..1. */
export function settled(step: LevelStep): (pixels: Pixels, factor: number) => void {
  return (pixels, factor) => {
    const levels = plainLevels();
    step(pixels, factor, levels);
    settle(pixels, levels);
  };
}

/** A value brought into 0..1: without a branch, for the processor guesses wrong at every third pixel of a bright image. */
export function clamp01(value: number): number {
  return 0.5 * (Math.abs(value) - Math.abs(value - 1) + 1);
}
