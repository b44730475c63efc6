export type { ImageDecoder, ImageSize, ViewCrop } from './image-decoder';
