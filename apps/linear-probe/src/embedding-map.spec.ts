import { openEngine } from '@amcl/engine';
import { randomStream } from '@amcl/random';
import { beforeAll, describe, expect, it } from 'vitest';
import { embeddingMap, type EmbeddingMapOptions } from './embedding-map';

beforeAll(() => openEngine({ backend: 'cpu' }));

const DIMENSION = 8;
const EPOCHS = 60;

/** Lays rows out; `done` counts the epochs. */
async function lay(features: Float32Array, changes: Partial<EmbeddingMapOptions> = {}, seed = 1) {
  const done: number[] = [];
  const places = await embeddingMap(features, features.length / DIMENSION, {
    neighbors: 6,
    minDist: 0.1,
    epochs: EPOCHS,
    random: randomStream(seed, 'map'),
    signal: new AbortController().signal,
    onEpoch: (epoch) => void done.push(epoch),
    ...changes,
  });
  return { ...places, done };
}

/** Rows near one of some axes, the i-th near axis i % groups. */
function groups(count: number, groups: number, noise: number): Float32Array {
  const random = randomStream(2, 'test');
  return Float32Array.from({ length: count * DIMENSION }, (_, at) => {
    const [row, column] = [Math.floor(at / DIMENSION), at % DIMENSION];
    return (row % groups === column ? 1 : 0) + noise * random.normal();
  });
}

/** The `k` points of the map that are nearest to each, by distance. */
function nearestOnMap({ x, y }: { x: number[]; y: number[] }, k: number): number[][] {
  return x.map((_, at) =>
    x
      .map((_, other) => ({ other, distance: Math.hypot(x[at]! - x[other]!, y[at]! - y[other]!) }))
      .filter(({ other }) => other !== at)
      .sort((a, b) => a.distance - b.distance)
      .slice(0, k)
      .map(({ other }) => other),
  );
}

describe('embeddingMap', () => {
  it('puts together what is alike', async () => {
    const count = 45;
    const map = await lay(groups(count, 3, 0.05));
    const same = nearestOnMap(map, 5).flatMap((others, at) => others.map((other) => other % 3 === at % 3));
    expect(same.filter(Boolean).length / same.length).toBeGreaterThan(0.95);
    expect(map.done).toEqual(Array.from({ length: EPOCHS }, (_, epoch) => epoch + 1));
  });

  it('keeps who is beside whom on a circle', async () => {
    const count = 60;
    const circle = Float32Array.from({ length: count * DIMENSION }, (_, at) => {
      const angle = (2 * Math.PI * Math.floor(at / DIMENSION)) / count;
      return [Math.cos(angle), Math.sin(angle)][at % DIMENSION] ?? 0;
    });
    const near = nearestOnMap(await lay(circle, { epochs: 200 }), 4).flatMap((others, at) =>
      others.map((other) => Math.min((count + other - at) % count, (count + at - other) % count) <= 4),
    );
    // By chance 8 of 59 are.
    expect(near.filter(Boolean).length / near.length).toBeGreaterThan(0.8);
  });

  it('is the same for the same random numbers, and of the angles alone', async () => {
    const features = groups(30, 2, 0.3);
    const first = await lay(features);
    expect(await lay(features)).toEqual(first);
    const scaled = features.map((value, at) => value * 2 ** (Math.floor(at / DIMENSION) % 3));
    expect(await lay(scaled)).toEqual(first);
    expect((await lay(features, {}, 2)).x).not.toEqual(first.x);
    expect((await lay(features, { minDist: 0.9 })).x).not.toEqual(first.x);
    expect((await lay(features, { neighbors: 9 })).x).not.toEqual(first.x);
  });

  it('has a place for each of equal rows, and of rows of zeros', async () => {
    for (const value of [0.5, 0]) {
      const { x, y } = await lay(new Float32Array(20 * DIMENSION).fill(value), { epochs: 5 });
      expect([...x, ...y].filter(Number.isFinite)).toHaveLength(40);
    }
  });

  it('stops between epochs', async () => {
    const stop = new AbortController();
    const done: number[] = [];
    const onEpoch = (epoch: number) => {
      done.push(epoch);
      if (epoch === 3) stop.abort(new Error('stopped'));
    };
    await expect(lay(groups(20, 2, 0.1), { signal: stop.signal, onEpoch })).rejects.toThrow('stopped');
    expect(done).toEqual([1, 2, 3]);
  });
});
