import { exifOrientation, type Orientation } from './exif-orientation';

/** What the headers of a JPEG say. */
export interface JpegSize {
  /** Rows as they are stored, pixels: `uprightSize` has those that are shown. */
  readonly height: number;
  /** Columns as they are stored, pixels. */
  readonly width: number;
  /** 1: gray; 3: colour; 4: CMYK. */
  readonly components: number;
  /** Of EXIF: 1 is upright, and what there is without EXIF; 5..8 exchange height and width. */
  readonly orientation: Orientation;
}

const START_OF_SCAN = 0xda;
const APP1 = 0xe1;

/** Reads the headers of a JPEG; no pixel is decoded. @returns null where these bytes are no JPEG, or end before its size */
export function readJpegSize(bytes: Uint8Array): JpegSize | null {
  if (!isJpeg(bytes)) return null;
  let orientation: Orientation | null = null;
  for (const { marker, from, to } of segments(bytes)) {
    if (marker === START_OF_SCAN) return null;
    if (marker === APP1) orientation ??= exifOrientation(bytes.subarray(from, to));
    if (!isFrame(marker)) continue;
    if (to - from < 6) return null;
    const word = (at: number) => (bytes[at]! << 8) | bytes[at + 1]!;
    const [height, width] = [word(from + 1), word(from + 3)];
    if (height === 0 || width === 0) return null;
    return { height, width, components: bytes[from + 5]!, orientation: orientation ?? 1 };
  }
  return null;
}

/** Whether these bytes begin as a JPEG does. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/** The size of an image as it is shown. */
export function uprightSize({ height, width, orientation }: Omit<JpegSize, 'components'>) {
  return orientation >= 5 ? { height: width, width: height } : { height, width };
}

/** SOF0..SOF15 without DHT, JPG and DAC, which have numbers among them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** The marker segments up to the scan: their content is bytes `from` .. `to`. Segments that the bytes end in are left out. */
function* segments(bytes: Uint8Array): Generator<{ marker: number; from: number; to: number }> {
  for (let at = 2; at + 4 <= bytes.length;) {
    const marker = bytes[at + 1]!;
    if (bytes[at] !== 0xff || marker === 0xff) at++;
    else if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else {
      const to = at + 2 + ((bytes[at + 2]! << 8) | bytes[at + 3]!);
      if (marker === 0xd9 || to < at + 4 || to > bytes.length) return;
      yield { marker, from: at + 4, to };
      at = to;
    }
  }
}
