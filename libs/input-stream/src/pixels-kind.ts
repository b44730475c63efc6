import { createRequire } from 'node:module';
import type { PixelSplit } from '@amcl/data';
import type { ImageKind } from './image-kind';
import { pixelMakers } from './pixel-makers';

/** Images kept as pixels. */
export const pixels: ImageKind<Pick<PixelSplit, 'images' | 'shape'>> = {
  makers: pixelMakers,
  worker: (typescript) => {
    const require = createRequire(__filename);
    return typescript ? require.resolve('./view-worker.ts') : require.resolve('./view-worker.js');
  },
};
