import { html, type Html } from './html';

/** A picture's bytes as they lie in a file. */
export interface ImageFile {
  readonly type: 'image/png' | 'image/jpeg' | 'image/webp';
  readonly data: Uint8Array;
}

/** The picture as a `data:` address, so that a page has it in itself. */
export function dataUri({ type, data }: ImageFile): string {
  return `data:${type};base64,${Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')}`;
}

/**
 * A PNG as part of the page.
 * @param alt what it shows
 */
export function pngImage(png: Uint8Array, alt: string): Html {
  return html`<img src="${dataUri({ type: 'image/png', data: png })}" alt="${alt}" />`;
}
