import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BlobStore, OutputFolder, StageOutput } from '@amcl/artifacts';
import { compileRecipe, viewStream } from '@amcl/augmentation';
import { storedViews } from '@amcl/input-stream';
import { augmentResultSchema, type AugmentResult } from '@amcl/results';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { materialize } from './materialize';
import { augmentation, COUNT, IMAGE, makeFolder, noise, runAugment, SEED, type Section } from './testing/run-augment';

let folder: string;
beforeEach(async () => (folder = await makeFolder()));
afterEach(() => rm(folder, { recursive: true, force: true }));

const SMALL: Partial<Section> = {
  randomResizedCrop: { ...augmentation.randomResizedCrop, size: 16 },
  contactSheet: { images: 3, views: 4 },
};

describe('augment', () => {
  it('writes the recipe with the ranges that are drawn from', async () => {
    const { output } = await runAugment(folder, SMALL);
    const recipe: unknown = JSON.parse(Buffer.from(await output.read('recipe.json')).toString());
    expect(recipe).toMatchObject([
      { operation: 'randomResizedCrop', size: 16, scale: [0.08, 1], ratio: [3 / 4, 4 / 3] },
      { operation: 'randomHorizontalFlip', p: 0.5 },
      { operation: 'colorJitter', p: 0.8, brightness: [0.6, 1.4], saturation: [0.6, 1.4], hue: [-0.1, 0.1] },
      { operation: 'randomGrayscale', p: 0.2 },
      { operation: 'gaussianBlur', p: 0.5, kernelSize: 3, sigma: [0.1, 2] },
      { operation: 'normalize', mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    ]);
    expect(output.result.recipe).toEqual({ ...augmentation, ...SMALL });
  });

  it('draws sheets of all operations and of each alone, the image first', async () => {
    const { output } = await runAugment(folder, SMALL);
    expect(output.result.sheets.map(({ name }) => name)).toEqual([
      'views.png',
      'views-randomResizedCrop.png',
      'views-randomHorizontalFlip.png',
      'views-colorJitter.png',
      'views-randomGrayscale.png',
      'views-gaussianBlur.png',
    ]);
    const flips = await readSheet(output, 'views-randomHorizontalFlip.png');
    expect(flips.size).toEqual([(5 * 17 - 1) * 4, (3 * 17 - 1) * 4]);
    // Row 2: the image, and a view of it, mirrored.
    for (let x = 0; x < 16; x++) expect(flips.at(2, 0, x, 5)).toEqual(flips.at(2, 1, 15 - x, 5));
    const [red, green, blue, alpha] = (await readSheet(output, 'views-randomGrayscale.png')).at(1, 3, 7, 7);
    expect([green, blue, alpha]).toEqual([red, red, 255]);
  });

  it('shows in the sheet the views that training will see', async () => {
    const { output } = await runAugment(folder, { ...SMALL, contactSheet: { images: COUNT, views: 2 } });
    const sheet = await readSheet(output, 'views.png');
    const { sample, applyUint8 } = compileRecipe({ ...augmentation, ...SMALL }, [12, 10, 3]);
    const view = new Uint8Array(16 * 16 * 3);
    const images = noise();
    const rows = Array.from({ length: COUNT }, (_, row) => sheet.at(row, 2, 3, 4).slice(0, 3).join());
    const expected = Array.from({ length: COUNT }, (_, index) => {
      applyUint8(images.subarray(index * IMAGE, (index + 1) * IMAGE), sample(viewStream(SEED, 0, index, 1)), view, 0);
      return [...view.subarray((4 * 16 + 3) * 3, (4 * 16 + 4) * 3)].join();
    });
    expect(rows.sort()).toEqual(expected.sort());
  });

  it('leaves out the sheets of operations that the recipe never applies', async () => {
    const { output } = await runAugment(folder, {
      ...SMALL,
      randomGrayscale: { p: 0 },
      gaussianBlur: { ...augmentation.gaussianBlur, p: 0 },
    });
    expect(output.result.sheets).toHaveLength(4);
    expect(output.result.statistics.shares).toMatchObject({ randomGrayscale: 0, gaussianBlur: 0 });
  });

  it('has statistics of the views, and their speed beside the manifest', async () => {
    const { output, run, events } = await runAugment(folder, SMALL);
    const { images, views, mean, std, shares } = output.result.statistics;
    expect([images, views]).toEqual([COUNT, 2 * COUNT]);
    for (const value of mean) expect(Math.abs(value - 0.5)).toBeLessThan(0.1);
    for (const value of std) expect(Math.abs(value - 0.25)).toBeLessThan(0.1);
    expect(shares).toMatchObject({ randomResizedCrop: 1 });
    expect(Math.abs((shares['colorJitter'] ?? 0) - 0.8)).toBeLessThan(0.2);
    expect(run['viewsPerSecond']).toBeGreaterThan(0);
    expect(events.at(-1)).toMatchObject({ kind: 'message' });
    const manifest = await readFile(output.path('manifest.json'), 'utf8');
    expect(manifest).not.toContain('viewsPerSecond');
    await runAugment(folder, SMALL);
    expect(await readFile(output.path('manifest.json'), 'utf8')).toBe(manifest);
  });

  it('stores the views of whole epochs, as training would make them', async () => {
    const { output, events } = await runAugment(folder, { ...SMALL, materialize: 2 });
    expect(output.result.materialized).toEqual({
      epochs: 2,
      shards: ['views-0-0.safetensors', 'views-1-0.safetensors'],
    });
    const bytes = await storedViews(output)?.read(1);
    const { sample, applyUint8 } = compileRecipe({ ...augmentation, ...SMALL }, [12, 10, 3]);
    const view = new Uint8Array(16 * 16 * 3);
    applyUint8(noise().subarray(33 * IMAGE, 34 * IMAGE), sample(viewStream(SEED, 1, 33, 1)), view, 0);
    expect(bytes?.subarray((2 * 33 + 1) * view.length, (2 * 33 + 2) * view.length)).toEqual(view);
    expect(events.at(-1)).toMatchObject({ kind: 'progress', task: 'store views', done: 2 * COUNT, total: 2 * COUNT });
  });

  it('cuts an epoch into shards of a size', async () => {
    const output = await OutputFolder.create(join(folder, 'augment'), new BlobStore(join(folder, 'store')));
    const split = { kind: 'pixels', images: noise(), count: COUNT, shape: [12, 10, 3] } as const;
    const context = { seed: SEED, output, signal: new AbortController().signal, emit: () => undefined };
    const recipe = { ...augmentation, ...SMALL };
    const { shards } = await materialize(split, recipe, 2, context, 17 * 2 * 16 * 16 * 3);
    expect(shards).toHaveLength(2 * 3);
    const result: AugmentResult = {
      recipe,
      sheets: [],
      statistics: { images: 1, views: 1, mean: [], std: [], shares: {} },
      materialized: { epochs: 2, shards },
    };
    await output.commit({ stage: 'augment', result }, {});
    const inShards = await storedViews(await StageOutput.open(join(folder, 'augment'), augmentResultSchema))?.read(1);
    const whole = storedViews((await runAugment(folder, { ...SMALL, materialize: 2 })).output);
    expect(inShards).toEqual(await whole?.read(1));
  });

  it('stops when it is told to', async () => {
    await expect(
      runAugment(folder, { ...SMALL, materialize: 1 }, AbortSignal.abort(new Error('stopped'))),
    ).rejects.toThrow('stopped');
  });
});

/** A sheet's pixels [red, green, blue, alpha], by row and column of the sheet and place in the view. */
async function readSheet(output: StageOutput<AugmentResult>, name: string) {
  const { data, info } = await sharp(await output.read(name))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const magnified = 4;
  const at = (row: number, column: number, x: number, y: number): number[] => {
    const top = (row * 17 + y) * magnified;
    const left = (column * 17 + x) * magnified;
    const from = (top * info.width + left) * info.channels;
    return [...data.subarray(from, from + info.channels)];
  };
  return { size: [info.width, info.height], at };
}
