import type { RandomStream } from '@amcl/random';
import { brightness } from './brightness';
import { contrast } from './contrast';
import { gaussianBlur } from './gaussian-blur';
import { grayscale } from './grayscale';
import { adjustHue } from './hue';
import { plainLevels, type LevelStep } from './levels';
import { WHITE_LUMINANCE } from './luminance';
import { normalize } from './normalize';
import type { Recipe } from './recipe';
import { resizedCrop } from './resized-crop';
import { saturation } from './saturation';
import { sampleView, type JitterStep, type ViewParameters } from './sample-view';

const CHANNELS = 3;
const WHITE = 255;
const LARGEST_TURN = 0.5;

const JITTER: Readonly<Record<JitterStep, LevelStep>> = { brightness, contrast, saturation, hue: adjustHue };

/** A recipe made ready for images of one shape. It owns scratch memory: one for each thread. */
export interface CompiledRecipe {
  /** Side of a view, pixels; a view has size * size * 3 numbers. */
  readonly size: number;
  /** Draws a view's parameters: always 34 numbers (`sampleView` documents their order). */
  sample(this: void, random: RandomStream): ViewParameters;
  /** Writes the normalised view [size, size, 3] of an image [H, W, 3] to `out` from `outOffset`. Allocates nothing. */
  apply(this: void, image: Uint8Array, parameters: ViewParameters, out: Float32Array, outOffset: number): void;
  /** The same view before normalisation, rounded to bytes. */
  applyUint8(this: void, image: Uint8Array, parameters: ViewParameters, out: Uint8Array, outOffset: number): void;
}

/**
 * Prepares a recipe for images of `shape` [height, width, 3].
 * @throws RangeError when the shape is not RGB, the hue turns by more than 0.5, or the blur is wider than a view allows
 */
export function compileRecipe(recipe: Recipe, shape: readonly [number, number, number]): CompiledRecipe {
  check(recipe, shape);
  const [height, width] = shape;
  const { size } = recipe.randomResizedCrop;
  const view = new Float64Array(size * size * CHANNELS);
  const crop = resizedCrop(height, width, size);
  const blur = gaussianBlur(size, recipe.gaussianBlur.kernelSize);
  const levels = plainLevels();
  const draw = (image: Uint8Array, parameters: ViewParameters): void => {
    levels.gain = 1;
    levels.offset = 0;
    crop(image, parameters.crop, view, parameters.flip);
    if (parameters.jitter !== null)
      for (const step of parameters.jitter.order) JITTER[step](view, parameters.jitter[step], levels);
    if (parameters.grayscale) {
      grayscale(view);
      levels.offset *= WHITE_LUMINANCE;
    }
    if (parameters.blurSigma !== null) blur(view, parameters.blurSigma);
  };
  return {
    size,
    sample: (random) => sampleView(recipe, height, width, random),
    apply: (image, parameters, out, outOffset) => {
      draw(image, parameters);
      normalize(view, recipe.normalize, out, outOffset, levels);
    },
    applyUint8: (image, parameters, out, outOffset) => {
      draw(image, parameters);
      const gain = levels.gain * WHITE;
      const shift = levels.offset * WHITE + 0.5;
      for (let index = 0; index < view.length; index++) out[outOffset + index] = gain * view[index]! + shift;
    },
  };
}

function check(recipe: Recipe, [height, width, channels]: readonly [number, number, number]): void {
  if (channels !== CHANNELS)
    throw new RangeError(
      `Expected images of [height, width, 3] for shape but received [${height}, ${width}, ${channels}]`,
    );
  const turn = recipe.colorJitter.hue * recipe.colorJitter.strength;
  if (turn > LARGEST_TURN)
    throw new RangeError(`Expected at most 0.5 for augmentation.colorJitter.hue times strength but received ${turn}`);
  const { kernelSize } = recipe.gaussianBlur;
  const { size } = recipe.randomResizedCrop;
  if (kernelSize % 2 !== 1 || kernelSize >= 2 * size)
    throw new RangeError(
      `Expected an odd number below twice the view's side of ${size} for augmentation.gaussianBlur.kernelSize but received ${kernelSize}`,
    );
}
