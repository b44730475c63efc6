import { expect, it } from 'vitest';
import { fuzzImages } from './fuzz-images';

it('decodes or refuses damaged JPEGs without touching memory that is not its own', async () => {
  const counts = await fuzzImages(20_000, 1);
  expect(counts.decoded + counts.unsupported + counts.damaged + counts.tooLarge).toBe(20_000);
  expect(counts.decoded).toBeGreaterThan(4_000);
  expect(counts.damaged).toBeGreaterThan(4_000);
  expect(counts.unsupported).toBeGreaterThan(1_000);
});
