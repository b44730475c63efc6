import { createRequire } from 'node:module';
import type { EncodedSplit } from '@amcl/data';
import { encodedMakers } from './encoded-makers';
import type { ImageKind } from './image-kind';

/** Images kept as encoded files. */
export const encoded: ImageKind<Pick<EncodedSplit, 'kind' | 'shards' | 'table'>> = {
  makers: encodedMakers,
  worker: (typescript) => {
    const require = createRequire(__filename);
    return typescript ? require.resolve('./encoded-view-worker.ts') : require.resolve('./encoded-view-worker.js');
  },
};
