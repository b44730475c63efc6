import { UserError } from '@amcl/artifacts';
import { describe, expect, it } from 'vitest';
import type { ImageDecoder } from './image-decoder';
import { openImageDecoder } from './open-image-decoder';
import { sharpDecoder } from './sharp/sharp-decoder';
import { readFixture } from './testing/fixtures';

const whole = readFixture('420.jpg');
const size = { height: 4, width: 4 };
/** In the first rows: a decoder that stops there would not see what is wrong below. */
const crop = { top: 0, left: 0, height: 2, width: 2 };
const decode = (decoder: ImageDecoder, encoded: Uint8Array) =>
  decoder.decodeCrops(encoded, [crop], size, new Uint8Array(48));

/** The whole JPEG with other bytes where `find` first stands. */
function changed(find: readonly number[], by: readonly number[]): Buffer {
  const copy = Buffer.from(whole);
  copy.set(by, copy.indexOf(Buffer.from(find)));
  return copy;
}

describe.each([openImageDecoder(), sharpDecoder])('the decoder $name', (decoder) => {
  it.each([
    ['cut off in its last rows', whole.subarray(0, whole.length - 200)],
    ['cut off in its first rows', whole.subarray(0, 700)],
    ['cut off in its header', whole.subarray(0, 100)],
    ['without a quantization table', changed([0xff, 0xdb], [0xff, 0xfe])],
    ['with too many codes', changed([0xff, 0xc4, 0x00, 0x1f, 0x00, 0x00], [0xff, 0xc4, 0x00, 0x1f, 0x00, 0x09])],
    ['empty', new Uint8Array(0)],
    ['of text', Buffer.from('no image at all')],
  ])('refuses an image %s', async (_, encoded) => {
    await expect(decode(decoder, encoded)).rejects.toThrow(UserError);
    await expect(decode(decoder, encoded)).rejects.toThrow(/^The (JPEG is damaged|image cannot be decoded): ./);
  });

  it('decodes the next image after a damaged one', async () => {
    await expect(decode(decoder, whole.subarray(0, 900))).rejects.toThrow(UserError);
    await expect(decode(decoder, whole)).resolves.toBeUndefined();
  });
});

it('tells what is wrong with a JPEG', async () => {
  const native = openImageDecoder();
  await expect(decode(native, whole.subarray(0, whole.length - 200))).rejects.toThrow('it ends before its last row');
  const scan = whole.indexOf(Buffer.from([0xff, 0xda]));
  await expect(decode(native, whole.subarray(0, scan + 4))).rejects.toThrow('it ends in its header');
});

it('reads no memory but the image of any damaged one', async () => {
  const native = openImageDecoder();
  const all = { top: 0, left: 0, height: 61, width: 83 };
  let refused = 0;
  // Every byte in turn becomes another: what matters is that each ends in views or an error.
  for (let at = 2; at < whole.length; at++) {
    const copy = Buffer.from(whole);
    copy[at] = (copy[at]! * 167 + 89) & 255;
    await native.decodeCrops(copy, [all], size, new Uint8Array(48)).catch((error: unknown) => {
      expect(error).toBeInstanceOf(UserError);
      refused++;
    });
  }
  expect(refused).toBeGreaterThan(50);
});
