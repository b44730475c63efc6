import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compileRecipe, evalTransform, viewStream, type Recipe } from '@amcl/augmentation';
import { permutation, randomStream } from '@amcl/random';
import { firstValueFrom, lastValueFrom, map, of, timer, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { viewBatches, type ViewBatch, type ViewBatchesOptions } from './index';
import { makersOf } from './makers-of';
import { makeViews, type ViewPair } from './make-views';

const RECIPE: Recipe = {
  randomResizedCrop: { size: 8, scale: [0.08, 1], ratio: [3 / 4, 4 / 3] },
  randomHorizontalFlip: { p: 0.5 },
  colorJitter: { p: 0.8, strength: 0.5, brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 },
  randomGrayscale: { p: 0.2 },
  gaussianBlur: { p: 0.5, kernelSize: 3, sigma: [0.1, 2] },
  normalize: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
};
const COUNT = 23;
const SHAPE = [10, 12, 3] as const;
const IMAGE = 10 * 12 * 3;
const VIEW = 8 * 8 * 3;

function noise(): Uint8Array {
  const random = randomStream(5, 'noise');
  const images = new Uint8Array(new SharedArrayBuffer(COUNT * IMAGE));
  for (let index = 0; index < images.length; index++) images[index] = random.integer(256);
  return images;
}

const SPLIT = { kind: 'pixels', images: noise(), count: COUNT, shape: SHAPE } as const;

const OPTIONS: ViewBatchesOptions = {
  split: SPLIT,
  recipe: RECIPE,
  seed: 3,
  batchSize: 5,
  epochs: 3,
  startStep: 0,
  workers: 1,
};

/** What a batch holds, made in this thread: the definition that workers must meet. */
async function expected(step: number): Promise<{ epoch: number; indices: Uint32Array; views: ViewPair }> {
  const epoch = Math.floor(step / 4);
  const order = permutation(COUNT, randomStream(OPTIONS.seed, 'shuffle', epoch));
  const indices = order.slice((step % 4) * 5, (step % 4) * 5 + 5);
  const views: ViewPair = [new Float32Array(5 * VIEW), new Float32Array(5 * VIEW)];
  const task = { making: { kind: 'pair', epoch }, indices, from: 0, to: 5 } as const;
  await makeViews(makersOf(SPLIT, RECIPE), OPTIONS.seed, task, views);
  return { epoch, indices, views };
}

interface Seen {
  epoch: number;
  step: number;
  indices: number[];
  views: number[][];
}
const copy = ({ epoch, step, indices, views }: ViewBatch): Seen => ({
  epoch,
  step,
  indices: [...indices],
  views: views.map((view) => [...view]),
});
const collect = (changes: Partial<ViewBatchesOptions> = {}): Promise<Seen[]> =>
  lastValueFrom(viewBatches({ ...OPTIONS, ...changes }, (batch) => of(copy(batch))).pipe(toArray()));

describe('viewBatches', () => {
  it.each([1, 2, 3])('has every full batch in order, with the same numbers from %s workers', async (workers) => {
    const batches = await collect({ workers });
    expect(batches.map(({ step }) => step)).toEqual([...Array(12).keys()]);
    for (const batch of batches) {
      const { epoch, indices, views } = await expected(batch.step);
      expect(batch).toEqual({ step: batch.step, epoch, indices: [...indices], views: views.map((view) => [...view]) });
    }
  });

  it('goes on from a later step as if it had never stopped', async () => {
    const whole = await collect();
    expect(await collect({ startStep: 6, workers: 2 })).toEqual(whole.slice(6));
    expect(await collect({ startStep: 12 })).toEqual([]);
  });

  it.each([0, 1, 3])('leaves the buffers of a batch alone while it is in use, %s ahead', async (ahead) => {
    const slow$ = viewBatches({ ...OPTIONS, ahead }, (batch) => timer(20).pipe(map(() => copy(batch))));
    for (const batch of await lastValueFrom(slow$.pipe(toArray()))) {
      expect(batch.views).toEqual((await expected(batch.step)).views.map((view) => [...view]));
    }
  });

  it('uses as many buffers as batches ahead and one more', async () => {
    const buffers$ = viewBatches({ ...OPTIONS, ahead: 2 }, ({ views }) => of(views[0].buffer));
    expect(new Set(await lastValueFrom(buffers$.pipe(toArray()))).size).toBe(3);
  });

  it('counts the time that the consumer waits, and not the time that it takes', async () => {
    const [bytes = new Uint8Array(0)] = storedEpochs(1);
    const stored = { epochs: 1, read: () => firstValueFrom(timer(50).pipe(map(() => bytes))) };
    const started = performance.now();
    const waits$ = viewBatches({ ...OPTIONS, epochs: 1, stored }, ({ waited }) => timer(20).pipe(map(() => waited)));
    const waits = await lastValueFrom(waits$.pipe(toArray()));
    const elapsed = performance.now() - started;
    const clock = 2;
    expect(waits[0]).toBeGreaterThanOrEqual(50 - clock);
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(elapsed - 4 * (20 - clock));
  });

  it('hands on an error of the consumer', async () => {
    const failing$ = viewBatches(OPTIONS, ({ step }) => {
      if (step === 2) throw new Error('step 2');
      return of(step);
    });
    await expect(lastValueFrom(failing$)).rejects.toThrow('step 2');
  });

  it('hands on an error of a worker', async () => {
    const wide: Recipe = { ...RECIPE, gaussianBlur: { p: 1, kernelSize: 99, sigma: [1, 1] } };
    await expect(collect({ recipe: wide })).rejects.toThrow(/gaussianBlur.kernelSize but received 99/);
  });

  it('reads stored views of the first epochs and makes the later ones: the same up to rounding', async () => {
    const bytes = storedEpochs(2);
    const batches = await collect({
      stored: { epochs: 2, read: (epoch) => Promise.resolve(bytes[epoch] ?? new Uint8Array(0)) },
    });
    expect(batches).toHaveLength(12);
    for (const batch of batches) {
      const largest = batch.epoch < 2 ? 0.501 / 255 / 0.224 : 0;
      const { views } = await expected(batch.step);
      for (const [view, values] of batch.views.entries())
        values.forEach((value, at) =>
          expect(Math.abs(value - (views[view]?.[at] ?? Number.NaN))).toBeLessThanOrEqual(largest),
        );
    }
    const black = new Float32Array(3);
    evalTransform(RECIPE.normalize)(new Uint8Array(3), black);
    expect(Math.min(...(batches[0]?.views[0] ?? []))).toBeGreaterThanOrEqual(Math.min(...black));
  });

  it.each([
    [{ batchSize: 24 }, /1 to 23 \(images of the split\) for batchSize but received 24/],
    [{ startStep: 13 }, /at most 12 for startStep but received 13/],
    [{ workers: 0 }, /at least 1 for workers but received 0/],
    [{ ahead: -1 }, /at least 0 for ahead but received -1/],
  ])('rejects %j', (changes, message) => {
    expect(() => viewBatches({ ...OPTIONS, ...changes }, () => of(0))).toThrow(message);
  });

  it.each([0, 1, 2, 5, 10, 20, 100, 200, 250])('can be unsubscribed after %s ms, with work under way', async (wait) => {
    const endless$ = viewBatches({ ...OPTIONS, epochs: 100_000, workers: 2 }, ({ step }) => of(step));
    const seen: number[] = [];
    const subscription = endless$.subscribe((step) => seen.push(step));
    await firstValueFrom(timer(wait));
    subscription.unsubscribe();
    const count = seen.length;
    await firstValueFrom(timer(50));
    expect(seen).toEqual([...Array(count).keys()]);
  });

  it('ends its threads when it is unsubscribed: a process that took one batch ends by itself', async () => {
    expect(await firstValueFrom(viewBatches(OPTIONS, ({ step }) => of(step)))).toBe(0);
    const program = `
      const { viewBatches } = require('@amcl/input-stream');
      const { firstValueFrom, of } = require('rxjs');
      const split = { kind: 'pixels', images: new Uint8Array(${COUNT * IMAGE}), count: ${COUNT}, shape: ${JSON.stringify(SHAPE)} };
      const options = { split, recipe: ${JSON.stringify(RECIPE)}, seed: 1, batchSize: 5, epochs: 1000, startStep: 0, workers: 2 };
      firstValueFrom(viewBatches(options, ({ step }) => of(step))).then((step) => console.log('took', step));
    `;
    const run = promisify(execFile)(process.execPath, ['-r', '@amcl/register', '-e', program], {
      cwd: join(__dirname, '../../..'),
      timeout: 30_000,
    });
    expect((await run).stdout.trim()).toBe('took 0');
  });
});

/** What stage augment stores: bytes [n, 2, S, S, 3] an epoch. */
function storedEpochs(epochs: number): Uint8Array[] {
  const { sample, applyUint8 } = compileRecipe(RECIPE, SHAPE);
  return Array.from({ length: epochs }, (_, epoch) => {
    const bytes = new Uint8Array(COUNT * 2 * VIEW);
    for (let index = 0; index < COUNT; index++)
      for (const view of [0, 1]) {
        const image = SPLIT.images.subarray(index * IMAGE, (index + 1) * IMAGE);
        const random = viewStream(OPTIONS.seed, epoch, index, view);
        applyUint8(image, sample(random), bytes, (2 * index + view) * VIEW);
      }
    return bytes;
  });
}
