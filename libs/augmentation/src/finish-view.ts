import { brightness } from './brightness';
import { contrast } from './contrast';
import { gaussianBlur } from './gaussian-blur';
import { grayscale } from './grayscale';
import { adjustHue } from './hue';
import { plainLevels, type LevelStep } from './levels';
import { WHITE_LUMINANCE } from './luminance';
import { normalize } from './normalize';
import type { Recipe } from './recipe';
import { saturation } from './saturation';
import type { JitterStep, ViewParameters } from './sample-view';
import type { SymmetricFilter } from './symmetric-filter';

const CHANNELS = 3;
const WHITE = 255;
const LARGEST_TURN = 0.5;

const JITTER: Readonly<Record<JitterStep, LevelStep>> = { brightness, contrast, saturation, hue: adjustHue };

/** What a recipe does to a view after crop and flip: jitter, grayscale, blur, normalise. It owns scratch memory: one for each thread. */
export interface ViewFinisher {
  /** [size, size, 3] in 0..1: the cropped view is written here, and then finished. */
  readonly view: Float64Array;
  /** Writes the finished view, normalised, to `out` from `outOffset`. */
  finish(this: void, parameters: ViewParameters, out: Float32Array, outOffset: number): void;
  /** The same before normalisation, rounded to bytes. */
  finishUint8(this: void, parameters: ViewParameters, out: Uint8Array, outOffset: number): void;
}

/**
 * @param filter what blurs: of images as large as a view
 * @throws RangeError when the hue turns by more than 0.5, or the blur is wider than a view allows
 */
export function viewFinisher(recipe: Recipe, filter?: SymmetricFilter): ViewFinisher {
  check(recipe);
  const { size } = recipe.randomResizedCrop;
  const view = new Float64Array(size * size * CHANNELS);
  const blur = gaussianBlur(size, recipe.gaussianBlur.kernelSize, filter);
  const levels = plainLevels();
  const change = (parameters: ViewParameters): void => {
    levels.gain = 1;
    levels.offset = 0;
    if (parameters.jitter !== null)
      for (const step of parameters.jitter.order) JITTER[step](view, parameters.jitter[step], levels);
    if (parameters.grayscale) {
      grayscale(view);
      levels.offset *= WHITE_LUMINANCE;
    }
    if (parameters.blurSigma !== null) blur(view, parameters.blurSigma);
  };
  return {
    view,
    finish: (parameters, out, outOffset) => {
      change(parameters);
      normalize(view, recipe.normalize, out, outOffset, levels);
    },
    finishUint8: (parameters, out, outOffset) => {
      change(parameters);
      const gain = levels.gain * WHITE;
      const shift = levels.offset * WHITE + 0.5;
      for (let index = 0; index < view.length; index++) out[outOffset + index] = gain * view[index]! + shift;
    },
  };
}

function check(recipe: Recipe): void {
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
