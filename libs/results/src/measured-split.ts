import type { IngestResult } from './ingest-result';

/**
 * In words what figures of `splits.test` are measured on: `test split`, or `held-out split`, the images that `dataset.holdOut` takes off the
 * training images. Whatever shows such a figure says it with this. Its images are `test images` and `held-out images`.
 */
export function measuredSplit({
  evaluatedOn,
}: Pick<IngestResult, 'evaluatedOn'>): `${IngestResult['evaluatedOn']} split` {
  return `${evaluatedOn} split`;
}

/** The same of its images: `test images`, or `held-out images`. */
export function measuredImages({
  evaluatedOn,
}: Pick<IngestResult, 'evaluatedOn'>): `${IngestResult['evaluatedOn']} images` {
  return `${evaluatedOn} images`;
}
