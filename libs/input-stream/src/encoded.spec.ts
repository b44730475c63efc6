import { rmSync } from 'node:fs';
import { compileCropped, compileRecipe, viewStream, type Recipe } from '@amcl/augmentation';
import { resolveExperiment } from '@amcl/experiment';
import { openImageDecoder, openSymmetricFilter } from '@amcl/images';
import { randomStream } from '@amcl/random';
import { lastValueFrom, map, of, toArray } from 'rxjs';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { evalBatches, evalShape, keyedBatches, viewBatches, viewMaker, type ViewBatchesOptions } from './index';
import { splitOf, testImage, type TestImage } from './testing/encoded-split';

const SIZE = 14;
const COUNT = 9;
const { augmentation } = resolveExperiment(
  { augmentation: { randomResizedCrop: { size: SIZE }, normalize: { mean: [0, 0, 0], std: [1, 1, 1] } } },
  'experiment.ts',
);
const RECIPE: Recipe = augmentation;
/** Crop and flip alone, whose bytes can be compared. */
const PLAIN: Recipe = {
  ...RECIPE,
  colorJitter: { ...RECIPE.colorJitter, p: 0 },
  randomGrayscale: { p: 0 },
  gaussianBlur: { ...RECIPE.gaussianBlur, p: 0 },
};

let images: TestImage[];
let split: ReturnType<typeof splitOf>;
beforeAll(async () => {
  images = await Promise.all(Array.from({ length: COUNT }, (_, index) => testImage(index)));
  split = splitOf(images);
});

const options = (changes: Partial<ViewBatchesOptions> = {}): ViewBatchesOptions => ({
  split,
  recipe: RECIPE,
  seed: 3,
  batchSize: 4,
  epochs: 3,
  startStep: 0,
  workers: 1,
  ...changes,
});
const collect = (changes: Partial<ViewBatchesOptions> = {}): Promise<number[][]> =>
  lastValueFrom(
    viewBatches(options(changes), ({ views, indices, step }) => of([step, ...indices, ...views[0], ...views[1]])).pipe(
      map((numbers) => numbers),
      toArray(),
    ),
  );

const view = () => new Float32Array(SIZE * SIZE * 3);

describe('views of encoded images', () => {
  it('are those of the same pixels, up to the rounding of a crop to bytes', async () => {
    const ours = viewMaker(split, PLAIN);
    for (const [index, { height, width, pixels }] of images.entries()) {
      const { sample, apply } = compileRecipe(PLAIN, [height, width, 3]);
      const pair = [view(), view()];
      const parameters = pair.map((_, place) => ours.sample(index, viewStream(3, 0, index, place)));
      expect(parameters).toEqual(pair.map((_, place) => sample(viewStream(3, 0, index, place))));
      await ours.make(index, parameters, pair, 0);
      for (const [place, one] of parameters.entries()) {
        const expected = view();
        apply(pixels, one, expected, 0);
        // PIL rounds twice, after each of its passes.
        pair[place]?.forEach((value, at) => expect(Math.abs(value - (expected[at] ?? NaN)) * 255).toBeLessThan(1.1));
      }
    }
  });

  it('are blurred natively to the bits of the plain kernel', async () => {
    expect(openSymmetricFilter(SIZE)).not.toBeNull();
    const recipe = { ...RECIPE, gaussianBlur: { p: 1, kernelSize: 9, sigma: [0.1, 2] as [number, number] } };
    const { sample, make } = viewMaker(split, recipe);
    const plain = compileCropped(recipe);
    const decoder = openImageDecoder();
    for (const [index, { file }] of images.entries()) {
      const parameters = sample(index, viewStream(2, 0, index, 0));
      const [made, expected, cropped] = [view(), view(), new Uint8Array(SIZE * SIZE * 3)];
      await make(index, [parameters], [made], 0);
      const crop = { ...parameters.crop, mirrored: parameters.flip };
      await decoder.decodeCrops(file, [crop], { height: SIZE, width: SIZE }, cropped);
      plain.apply(cropped, parameters, expected, 0);
      expect(made).toEqual(expected);
    }
  });

  it('have in bytes what they have in floats, up to rounding', async () => {
    const { sample, make, makeUint8 } = viewMaker(split, RECIPE);
    const pair = [view(), view()];
    const bytes = new Uint8Array(3 + 2 * SIZE * SIZE * 3);
    const parameters = pair.map((_, place) => sample(5, viewStream(1, 0, 5, place)));
    await make(5, parameters, pair, 0);
    await makeUint8(5, parameters, bytes, 3);
    [...pair[0]!, ...pair[1]!].forEach((value, at) =>
      expect(Math.abs(255 * value - (bytes[3 + at] ?? NaN))).toBeLessThanOrEqual(0.501),
    );
  });

  it('are the same for any number of workers, and after a resume', async () => {
    const whole = await collect();
    expect(whole).toHaveLength(6);
    expect(new Set(whole.flatMap((batch) => batch.slice(1, 5))).size).toBe(COUNT);
    expect(await collect({ workers: 3 })).toEqual(whole);
    expect(await collect({ startStep: 3, workers: 2 })).toEqual(whole.slice(3));
  });

  it('are of the upright image', async () => {
    const turned = {
      ...images[0]!,
      file: await sharp(images[0]?.file).rotate(-90).withMetadata({ orientation: 6 }).toBuffer(),
    };
    const [one, other] = [viewMaker(splitOf([turned, turned]), RECIPE), viewMaker(split, RECIPE)];
    const [a, b] = [view(), view()];
    const parameters = [one.sample(0, viewStream(1, 0, 0, 0))];
    await one.make(0, parameters, [a], 0);
    await other.make(0, parameters, [b], 0);
    expect(a).toEqual(b);
  });

  it('name an image that cannot be decoded, or a shard that is gone', async () => {
    const damaged = splitOf([images[0]!, { ...images[1]!, file: Buffer.from('no image') }]);
    const batch = { split: damaged, batchSize: 2, epochs: 1 };
    await expect(collect(batch)).rejects.toThrow(/Cannot decode image 1 of a split, in .*\/1: /);
    rmSync(damaged.shards[0]!);
    await expect(collect(batch)).rejects.toThrow(/Cannot read image 0 from .*\/0: ENOENT/);
  });
});

describe('keyedBatches', () => {
  it('makes one view of each image, by its own random numbers', async () => {
    const chosen = Uint32Array.of(7, 2, 5);
    const key = { domain: 'test', before: [4], after: [1] };
    const rows: number[][] = [];
    for await (const batch of keyedBatches({ split, recipe: PLAIN, images: chosen, batchSize: 2, seed: 9, key })) {
      const length = batch.images.length / batch.count;
      for (let place = 0; place < batch.count; place++)
        rows.push([batch.labels[place] ?? NaN, ...batch.images.subarray(place * length, (place + 1) * length)]);
    }
    const { sample, make } = viewMaker(split, PLAIN);
    for (const [place, index] of [...chosen].entries()) {
      const expected = view();
      await make(index, [sample(index, randomStream(9, 'test', 4, index, 1))], [expected], 0);
      expect(rows[place]).toEqual([index % 4, ...expected]);
    }
  });
});

describe('evalBatches of encoded images', () => {
  it('has the centre of each image, its shorter side resized to 256 / 224 of the view', async () => {
    // 14 * 256 / 224 = 16: of 20 + 7 i by 24 + 9 j pixels the shorter side becomes 16, and 14 x 14 of it are taken.
    expect(evalShape(RECIPE)).toEqual([SIZE, SIZE, 3]);
    let seen = 0;
    for await (const { start, count, images: made, labels } of evalBatches({ split, recipe: RECIPE, batchSize: 4 })) {
      expect(start).toBe(seen);
      expect([...labels]).toEqual(Array.from({ length: count }, (_, place) => (start + place) % 4));
      for (let place = 0; place < count; place++) {
        const expected = await centre(images[start + place]!);
        const found = made.subarray(place * expected.length, (place + 1) * expected.length);
        const differences = Array.from(found, (value, at) => Math.abs(255 * value - (expected[at] ?? NaN)));
        expect(Math.max(...differences)).toBeLessThan(4);
      }
      seen += count;
    }
    expect(seen).toBe(COUNT);
  });

  it('ends its threads when no more is asked for', async () => {
    const batches = evalBatches({ split, recipe: RECIPE, batchSize: 2 });
    expect((await batches.next()).value).toMatchObject({ start: 0, count: 2 });
    await batches.return();
    expect((await batches.next()).done).toBe(true);
  });
});

/** The same by sharp's own resize, whose downscales are within 3 levels of PIL's. */
async function centre({ height, width, pixels }: TestImage): Promise<Uint8Array> {
  const short = 16;
  const [h, w] =
    height <= width ? [short, Math.floor((short * width) / height)] : [Math.floor((short * height) / width), short];
  const half = (length: number): number => {
    const margin = (length - SIZE) / 2;
    return margin % 1 === 0.5 ? 2 * Math.round(margin / 2) : margin;
  };
  const resized = await sharp(pixels, { raw: { height, width, channels: 3 } })
    .resize(w, h, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer();
  return sharp(resized, { raw: { height: h, width: w, channels: 3 } })
    .extract({ left: half(w), top: half(h), width: SIZE, height: SIZE })
    .raw()
    .toBuffer();
}
