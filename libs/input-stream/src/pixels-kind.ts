import { createRequire } from 'node:module';
import type { PixelSplit } from '@amcl/data';
import type { ImageKind } from './image-kind';
import { pixelMakers } from './pixel-makers';

const require = createRequire(__filename);

/** Images kept as pixels. */
export const pixels: ImageKind<Pick<PixelSplit, 'images' | 'shape'>> = {
  makers: pixelMakers,
  worker: (typescript) => (typescript ? require.resolve('./view-worker.ts') : require.resolve('./view-worker.js')),
};
