import type { StageOutput } from '@amcl/artifacts';
import type { IngestResult } from '@amcl/results';
import type { SplitName } from '../data-set';
import { readSplit } from '../read-split';
import type { PixelSplit } from '../split';

/** A split that is kept as pixels. */
export async function readPixels(output: StageOutput<IngestResult>, name: SplitName): Promise<PixelSplit> {
  const split = await readSplit(output, name);
  if (split.kind !== 'pixels') throw new Error(`Expected pixels in split ${name} but it has encoded images`);
  return split;
}
