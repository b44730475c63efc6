import { expect, it } from 'vitest';
import { measuredImages, measuredSplit } from './measured-split';

it.each([
  ['test', 'test split', 'test images'],
  ['held-out', 'held-out split', 'held-out images'],
] as const)('of %s is in words %s', (evaluatedOn, split, images) => {
  expect([measuredSplit({ evaluatedOn }), measuredImages({ evaluatedOn })]).toEqual([split, images]);
});
