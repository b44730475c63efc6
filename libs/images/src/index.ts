export type { Orientation } from './exif-orientation';
export type { ImageDecoder, ImageSize, ViewCrop } from './image-decoder';
export { readJpegSize, uprightSize, type JpegSize } from './jpeg-size';
export { openJpegDecoder, type JpegDecoder } from './native/jpeg-decoder';
export { openSymmetricFilter, type NativeFilter } from './native/symmetric-filter';
export { openImageDecoder } from './open-image-decoder';
export { decodeRgbWithSharp, type RgbImage } from './sharp/decode-rgb';
export { sharpDecoder } from './sharp/sharp-decoder';
