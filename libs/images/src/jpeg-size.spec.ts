import { describe, expect, it } from 'vitest';
import { readJpegSize, uprightSize } from './jpeg-size';
import { readFixture } from './testing/fixtures';

describe('readJpegSize', () => {
  it.each([
    ['420.jpg', { height: 61, width: 83, components: 3, orientation: 1 }],
    ['gray.jpg', { height: 37, width: 29, components: 1, orientation: 1 }],
    ['cmyk.jpg', { height: 33, width: 35, components: 4, orientation: 1 }],
    ['progressive.jpg', { height: 40, width: 51, components: 3, orientation: 1 }],
    ['orientation-3.jpg', { height: 33, width: 47, components: 3, orientation: 3 }],
    ['orientation-8.jpg', { height: 33, width: 47, components: 3, orientation: 8 }],
  ])('%s', (file, expected) => {
    expect(readJpegSize(readFixture(file))).toEqual(expected);
  });

  it('reads an orientation of the other byte order', () => {
    const bytes = readFixture('orientation-6.jpg');
    const at = bytes.indexOf('Exif') + 6;
    expect(bytes.toString('latin1', at, at + 2)).toBe('MM');
    const tiff = Buffer.from(bytes.subarray(at, at + 26));
    tiff.write('II', 0, 'latin1');
    tiff.writeUInt16LE(42, 2);
    tiff.writeUInt32LE(8, 4);
    tiff.writeUInt16LE(1, 8);
    tiff.writeUInt16LE(0x0112, 10);
    tiff.writeUInt16LE(3, 12);
    tiff.writeUInt32LE(1, 14);
    tiff.writeUInt16LE(6, 18);
    const little = Buffer.from(bytes);
    little.set(tiff, at);
    expect(readJpegSize(little)?.orientation).toBe(6);
  });

  it('takes an orientation that means nothing for upright', () => {
    const bytes = readFixture('orientation-6.jpg');
    bytes.writeUInt16BE(9, bytes.indexOf('Exif') + 6 + 18);
    expect(readJpegSize(bytes)).toMatchObject({ height: 33, width: 47, orientation: 1 });
  });

  it('is null for what is no JPEG, or ends before its frame', () => {
    const jpeg = readFixture('420.jpg');
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    for (const bytes of [new Uint8Array(0), readFixture('alpha.png'), jpeg.subarray(0, 2), jpeg.subarray(0, frame + 9)])
      expect(readJpegSize(bytes)).toBeNull();
    expect(readJpegSize(jpeg.subarray(0, frame + 19))).not.toBeNull();
  });
});

it('exchanges height and width where an image lies on its side', () => {
  const stored = { height: 2, width: 3 };
  expect(uprightSize({ ...stored, orientation: 4 })).toEqual(stored);
  expect(uprightSize({ ...stored, orientation: 5 })).toEqual({ height: 3, width: 2 });
});
