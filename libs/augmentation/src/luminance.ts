/** The luminance of a pixel, L = 0.2989 R + 0.587 G + 0.114 B, as torchvision's `rgb_to_grayscale` has it. */
export function luminance(red: number, green: number, blue: number): number {
  return 0.2989 * red + 0.587 * green + 0.114 * blue;
}

/** A value brought into 0..1. */
export function clamp01(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}
