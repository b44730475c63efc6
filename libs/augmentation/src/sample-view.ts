import type { RandomStream } from '@amcl/random';
import { sampleCrop, type Crop } from './crop';
import type { Recipe } from './recipe';

/** The four parts of the colour jitter. */
export type JitterStep = 'brightness' | 'contrast' | 'saturation' | 'hue';

/** The drawn parameters of one view: all that is random about it. */
export interface ViewParameters {
  crop: Crop;
  flip: boolean;
  /** Null: no colour jitter. Factors of brightness, contrast and saturation, turns of hue, and the order of the four. */
  jitter: ({ order: readonly JitterStep[] } & Record<JitterStep, number>) | null;
  grayscale: boolean;
  /** Standard deviation of the blur in pixels, null: no blur. */
  blurSigma: number | null;
}

/**
 * Draws the parameters of a view of an image of `height` x `width` pixels, with the distributions of torchvision's
 * transforms. Always draws 34 numbers, in this order, used or not:
 * crop 22 (ten pairs of area and ratio, top, left); flip 1; jitter 8 (whether, order 3, brightness, contrast, saturation,
 * hue); grayscale 1; blur 2 (whether, sigma).
 */
export function sampleView(recipe: Recipe, height: number, width: number, random: RandomStream): ViewParameters {
  const crop = sampleCrop(random, height, width, recipe.randomResizedCrop);
  const flip = random.uniform() < recipe.randomHorizontalFlip.p;
  const jitter = sampleJitter(recipe.colorJitter, random);
  const grayscale = random.uniform() < recipe.randomGrayscale.p;
  const blurred = random.uniform() < recipe.gaussianBlur.p;
  const sigma = random.uniform(recipe.gaussianBlur.sigma[0], recipe.gaussianBlur.sigma[1]);
  return { crop, flip, jitter, grayscale, blurSigma: blurred ? sigma : null };
}

function sampleJitter(amounts: Recipe['colorJitter'], random: RandomStream): ViewParameters['jitter'] {
  const applied = random.uniform() < amounts.p;
  const order: JitterStep[] = ['brightness', 'contrast', 'saturation', 'hue'];
  for (let last = 3; last > 0; last--) swap(order, last, Math.floor(random.uniform(0, last + 1)));
  const factor = (amount: number): number => {
    const spread = amount * amounts.strength;
    return random.uniform(Math.max(0, 1 - spread), 1 + spread);
  };
  const brightness = factor(amounts.brightness);
  const contrast = factor(amounts.contrast);
  const saturation = factor(amounts.saturation);
  const turns = amounts.hue * amounts.strength;
  const hue = random.uniform(-turns, turns);
  return applied ? { order, brightness, contrast, saturation, hue } : null;
}

function swap<T>(items: T[], a: number, b: number): void {
  [items[a], items[b]] = [items[b]!, items[a]!];
}
