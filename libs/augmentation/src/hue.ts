const CHANNELS = 3;
const SECTORS = 6;

/**
 * Turns the hue of RGB pixels in 0..1 by `factor` turns (-0.5..0.5), in place: to HSV, hue + factor modulo 1, back.
 * As torchvision's `adjust_hue`.
 *
 * Value and chroma stay as they are, so only the place on the hexagon is computed: one division a pixel.
 */
export function adjustHue(pixels: Float32Array, factor: number): void {
  const turn = SECTORS * (factor - Math.floor(factor));
  for (let at = 0; at < pixels.length; at += CHANNELS) {
    const red = pixels[at]!;
    const green = pixels[at + 1]!;
    const blue = pixels[at + 2]!;
    const high = red > green ? (red > blue ? red : blue) : green > blue ? green : blue;
    const low = red < green ? (red < blue ? red : blue) : green < blue ? green : blue;
    const chroma = high - low;
    if (chroma === 0) continue;

    let hue = turn;
    if (high === red) hue += (green - blue) / chroma;
    else if (high === green) hue += 2 + (blue - red) / chroma;
    else hue += 4 + (red - green) / chroma;
    if (hue < 0) hue += SECTORS;
    else if (hue >= SECTORS) hue -= SECTORS;

    const sector = Math.floor(hue);
    const falling = high - chroma * (hue - sector);
    const rising = high - chroma * (1 - hue + sector);
    pixels[at] = sector === 0 || sector === 5 ? high : sector === 1 ? falling : sector === 4 ? rising : low;
    pixels[at + 1] = sector === 1 || sector === 2 ? high : sector === 3 ? falling : sector === 0 ? rising : low;
    pixels[at + 2] = sector === 3 || sector === 4 ? high : sector === 5 ? falling : sector === 2 ? rising : low;
  }
}
