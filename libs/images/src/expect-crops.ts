import { UserError } from '@amcl/artifacts';
import type { ImageSize, ViewCrop } from './image-decoder';

/**
 * Checks what is asked of a decoder.
 * @param image the upright image's size
 * @throws UserError where a crop is not within the image, or `out` does not fit the views
 */
export function expectCrops(crops: readonly ViewCrop[], image: ImageSize, size: ImageSize, out: Uint8Array): void {
  for (const { top, left, height, width } of crops) {
    const whole = [top, left, height, width].every(Number.isInteger);
    const within =
      top >= 0 && left >= 0 && height > 0 && width > 0 && top + height <= image.height && left + width <= image.width;
    if (!whole || !within)
      throw new UserError(
        `Expected a crop within the ${image.height} x ${image.width} pixels of the image but received ${height} x ${width} at row ${top}, column ${left}`,
      );
  }
  const expected = crops.length * size.height * size.width * 3;
  if (![size.height, size.width].every((side) => Number.isInteger(side) && side > 0) || out.length !== expected)
    throw new UserError(
      `Expected room for ${crops.length} views of ${size.height} x ${size.width} x 3 bytes but received ${out.length} bytes`,
    );
}
