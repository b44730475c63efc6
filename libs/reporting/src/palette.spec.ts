import { describe, expect, it } from 'vitest';
import { pageAssets } from './page-assets';
import { capOf, colourOf, COLOURS, dashOf } from './palette';

type Rgb = readonly [red: number, green: number, blue: number];

/** Linear red, green and blue of `#rrggbb`. */
function linear(colour: string): Rgb {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return [red, green, blue];
}

/** WCAG 2.2, contrast ratio. */
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [a, b]
    .map(linear)
    .map(([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue)
    .sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Machado, Oliveira and Fernandes 2009, severity 1. */
const SIGHT: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
  'full sight': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** OKLab (Ottosson 2020) of linear red, green and blue, as a sight sees them. */
function seen(colour: string, sight: readonly (readonly [number, number, number])[]): Rgb {
  const rgb = linear(colour);
  const [red = 0, green = 0, blue = 0] = sight.map((row) =>
    Math.min(1, Math.max(0, row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2])),
  );
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const [light = '', dark = ''] = pageAssets().style.split('@media (prefers-color-scheme: dark)');

describe.each([
  ['light', light],
  ['dark', dark],
])('the colours of %s', (_, style) => {
  const colour = (name: string): string => new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(style)?.[1] ?? 'none';
  const series = Array.from({ length: COLOURS }, (_, index) => colour(`series-${index + 1}`));

  it('stand out 3:1 from card and page, and text 4.5:1', () => {
    for (const ground of [colour('sheet'), colour('paper')]) {
      for (const mark of [...series, colour('edge')]) expect(contrast(mark, ground)).toBeGreaterThanOrEqual(3);
      for (const text of ['ink', 'soft', 'link', 'good', 'bad'].map(colour))
        expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(colour('ink'), colour('heat'))).toBeGreaterThanOrEqual(4.5);
    for (const sign of ['good', 'bad'].map(colour)) expect(contrast(sign, colour('paper'))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.entries(SIGHT))('differ from each other for %s', (_, sight) => {
    const colours = series.map((value) => seen(value, sight));
    for (const [index, a] of colours.entries())
      for (const b of colours.slice(0, index))
        expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeGreaterThan(0.06);
  });
});

it('has as many dash patterns as colours, and another shape for the classes after them', () => {
  const indices = Array.from({ length: COLOURS }, (_, index) => index);
  expect(new Set(indices.map(dashOf)).size).toBe(COLOURS);
  expect(new Set(indices.map(colourOf)).size).toBe(COLOURS);
  expect([capOf(0), capOf(COLOURS), colourOf(COLOURS)]).toEqual(['round', 'square', colourOf(0)]);
});
