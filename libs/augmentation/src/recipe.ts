/** What is done to an image to make a view of it, in the order of the fields. Satisfied by an experiment's section. */
export interface Recipe {
  randomResizedCrop: {
    /** Side of the view, pixels. */
    size: number;
    /** Share of the image's area, from and to, in 0..1. */
    scale: readonly [number, number];
    /** Width over height, from and to, above 0. */
    ratio: readonly [number, number];
  };
  /** Probability 0..1. */
  randomHorizontalFlip: { p: number };
  /**
   * Factors are drawn from 1 - v to 1 + v (not below 0), hue from -v to v (in turns, v at most 0.5), where v is the amount
   * times `strength`.
   */
  colorJitter: { p: number; strength: number; brightness: number; contrast: number; saturation: number; hue: number };
  randomGrayscale: { p: number };
  gaussianBlur: {
    p: number;
    /** Pixels, odd. */
    kernelSize: number;
    /** Standard deviation in pixels, from and to, above 0. */
    sigma: readonly [number, number];
  };
  /** Per channel, of pixels in 0..1. */
  normalize: Normalization;
}

/** (x - mean) / std for each of red, green and blue, x in 0..1. */
export interface Normalization {
  mean: readonly [number, number, number];
  std: readonly [number, number, number];
}
