import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobStore, encodeSafetensors, OutputFolder, StageOutput } from '@amcl/artifacts';
import { resolveExperiment } from '@amcl/experiment';
import { augmentResultSchema, type AugmentResult } from '@amcl/results';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storedViews } from './index';

const { augmentation } = resolveExperiment({}, 'experiment.ts');
let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'stored-views-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

/** An output of stage augment with these shards of `views`, one byte a number. */
async function augmented(epochs: number, shards: readonly number[][]): Promise<StageOutput<AugmentResult>> {
  const store = new BlobStore(join(folder, 'store'));
  const target = join(folder, 'augment');
  const output = await OutputFolder.create(target, store);
  const names = shards.map((_, index) => `views-${index}.safetensors`);
  for (const [index, values] of shards.entries()) {
    const data = Uint8Array.from(values);
    await output.writeBlob(
      names[index] ?? '',
      encodeSafetensors({ views: { dtype: 'U8', shape: [data.length], data } }),
    );
  }
  const result: AugmentResult = {
    recipe: augmentation,
    sheets: [],
    statistics: { images: 1, views: 1, mean: [], std: [], shares: {} },
    materialized: epochs === 0 ? null : { epochs, shards: names },
  };
  await output.commit({ stage: 'augment', result }, {});
  return StageOutput.open(target, augmentResultSchema);
}

describe('storedViews', () => {
  it('reads an epoch from its own shards, in order', async () => {
    const stored = storedViews(await augmented(2, [[1, 2], [3], [4, 5], [6]]));
    expect(stored?.epochs).toBe(2);
    expect([...((await stored?.read(0)) ?? [])]).toEqual([1, 2, 3]);
    expect([...((await stored?.read(1)) ?? [])]).toEqual([4, 5, 6]);
  });

  it('is null when none were stored', async () => {
    expect(storedViews(await augmented(0, []))).toBeNull();
  });

  it('names a shard that is damaged or missing', async () => {
    const stored = storedViews(await augmented(1, [[1], [2]]));
    await rm(join(folder, 'augment', 'views-1.safetensors'));
    await expect(stored?.read(0)).rejects.toThrow(/views-1.safetensors/);
  });
});
