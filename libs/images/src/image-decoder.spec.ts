import { describe, expect, it } from 'vitest';
import { openImageDecoder } from './open-image-decoder';
import { sharpDecoder } from './sharp/sharp-decoder';
import { largestDifference, nativeDecoder, readFixture, readFixtures } from './testing/fixtures';

const fixtures = readFixtures();
/** What the addon leaves to sharp. */
const FOREIGN = /^progressive|png$|gif$|webp$/;
const size = { height: 7, width: 5 };

it('has fixtures of every kind', () => {
  expect(fixtures).toHaveLength(24);
  expect(fixtures.filter(({ file }) => FOREIGN.test(file))).toHaveLength(6);
});

describe.each([
  ['the kernels of this CPU', false],
  ['the kernels of any CPU', true],
])('the native decoder with %s', (_, portable) => {
  const decoder = nativeDecoder({ portable });

  it.each(fixtures.filter(({ file }) => !FOREIGN.test(file)))('is PIL to the bit: $file', ({ file, views }) => {
    for (const { crop, size, pixels } of views) {
      const out = new Uint8Array(pixels.length);
      expect(decoder.decodeCrop(readFixture(file), crop, size, out)).toBe(true);
      expect(Buffer.compare(out, pixels), JSON.stringify(crop)).toBe(0);
    }
  });

  it.each(fixtures.filter(({ file }) => FOREIGN.test(file)))('leaves $file to sharp', ({ file, views }) => {
    const { crop, size, pixels } = views[0]!;
    expect(decoder.decodeCrop(readFixture(file), crop, size, new Uint8Array(pixels.length))).toBe(false);
  });
});

describe.each([openImageDecoder(), sharpDecoder])('the decoder $name', (decoder) => {
  it.each(fixtures)('is PIL within a level: $file', async (fixture) => {
    expect(await largestDifference(decoder, fixture)).toBeLessThanOrEqual(1);
  });

  it.each(fixtures)('tells the upright size of $file', async ({ file, height, width }) => {
    expect(await decoder.readSize(readFixture(file))).toEqual({ height, width });
  });

  it('gives several views in the order of their crops', async () => {
    const encoded = readFixture('420.jpg');
    const crops = [
      { top: 40, left: 50, height: 20, width: 30, mirrored: true },
      { top: 1, left: 2, height: 9, width: 8 },
    ];
    const both = new Uint8Array(2 * 105);
    await decoder.decodeCrops(encoded, crops, size, both);
    for (const [index, crop] of crops.entries()) {
      const one = new Uint8Array(105);
      await decoder.decodeCrops(encoded, [crop], size, one);
      expect(both.subarray(index * 105, (index + 1) * 105)).toEqual(one);
    }
  });

  it.each([
    ['a row too many', { top: 1, left: 0, height: 61, width: 83 }],
    ['a column too many', { top: 0, left: 1, height: 61, width: 83 }],
    ['no pixel', { top: 0, left: 0, height: 0, width: 3 }],
    ['a negative place', { top: -1, left: 0, height: 2, width: 2 }],
    ['half a pixel', { top: 0.5, left: 0, height: 2, width: 2 }],
  ])('refuses a crop of %s', async (_, crop) => {
    const asked = decoder.decodeCrops(readFixture('420.jpg'), [crop], size, new Uint8Array(105));
    await expect(asked).rejects.toThrow('Expected a crop within the 61 x 83 pixels of the image');
  });

  it('refuses room of another size than the views', async () => {
    const crop = { top: 0, left: 0, height: 2, width: 2 };
    const asked = decoder.decodeCrops(readFixture('420.jpg'), [crop], size, new Uint8Array(104));
    await expect(asked).rejects.toThrow('Expected room for 1 views of 7 x 5 x 3 bytes but received 104 bytes');
  });
});
