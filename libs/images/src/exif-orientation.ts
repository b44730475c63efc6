/** How a stored image is to be turned, as EXIF numbers it: 1 not at all, 2 mirrored, 3 by 180 degrees, ... */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const ORIENTATION_TAG = 0x0112;
const ENTRY_BYTES = 12;
const TIFF = 6;

/** The orientation in an APP1 segment of a JPEG; null where it is no EXIF, has none, or one that means nothing. */
export function exifOrientation(segment: Uint8Array): Orientation | null {
  if (String.fromCharCode(...segment.subarray(0, 4)) !== 'Exif' || segment.length < TIFF + 8) return null;
  const view = new DataView(segment.buffer, segment.byteOffset + TIFF, segment.length - TIFF);
  const little = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, little);
  if (directory + 2 > view.byteLength) return null;
  const entries = view.getUint16(directory, little);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * ENTRY_BYTES;
    if (at + ENTRY_BYTES > view.byteLength) return null;
    if (view.getUint16(at, little) !== ORIENTATION_TAG) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? (value as Orientation) : null;
  }
  return null;
}
