import { statSync } from 'node:fs';
import { join } from 'node:path';
import { userCache } from '@amcl/artifacts';

/** Of the sources, `native/images` of tools/libtensorflow: another number wherever they change. */
const ADDON_VERSION = '3-napi8';

/** Where the addon that decodes JPEGs lies, or will be, in the user cache. */
export function imagesAddonPlace(): string {
  const name = `decode-${ADDON_VERSION}-${process.platform}-${process.arch}.node`;
  return join(userCache(), 'images', name);
}

/** The addon's path where `libtensorflow:provide` has made it; else null. */
export function locateImagesAddon(): string | null {
  const path = imagesAddonPlace();
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? path : null;
}
