import { openEngine } from '@amcl/engine';
import type { StageEvent } from '@amcl/stage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experiment, ProbeWorkspace, TEST } from './testing/probe-workspace';

type Run = Awaited<ReturnType<ProbeWorkspace['run']>>;

let workspace: ProbeWorkspace;
/** Of networks that no training changed. */
let shown: Run;
beforeAll(async () => {
  await openEngine({ backend: 'cpu' });
  workspace = await ProbeWorkspace.create();
  await workspace.putPretrain();
  shown = await workspace.run({ epochs: 1, similarity: { images: TEST, bins: 1000 } });
});
afterAll(() => workspace.dispose());

/** The features that the stage handed on of a split, an image a row. */
function featuresOf({ tensorsOf }: Run, split: 'train' | 'test'): number[][] {
  const { data, shape } = tensorsOf(split)['features']!;
  const [count, dimension] = shape as [number, number];
  return Array.from({ length: count }, (_, row) => [
    ...(data as Float32Array).subarray(row * dimension, (row + 1) * dimension),
  ]);
}

/** Progress of tasks whose name begins so. */
const progressOf = ({ events }: Pick<Run, 'events'>, task: string) =>
  events.flatMap((event) => (event.kind === 'progress' && event.task.startsWith(task) ? [event] : []));

const cosine = (a: number[], b: number[]) =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0) / Math.hypot(...a) / Math.hypot(...b);

/** Mean of a histogram: of bins' middles. */
const meanOf = (edges: number[], shares: number[]) =>
  shares.reduce((sum, share, bin) => sum + (share * (edges[bin]! + edges[bin + 1]!)) / 2, 0);

describe('what the report shows of the features', () => {
  it('is the same pairs by one to five augmentations', () => {
    const { augmentations, similarity } = shown.result;
    expect(augmentations.map(({ set, count }) => [set, count])).toEqual([
      ['a', 1],
      ['ab', 2],
      ['abc', 3],
      ['abcd', 4],
      ['abcde', 5],
    ]);
    for (const { trained, untrained } of augmentations) expect(trained).toEqual(untrained);
    expect(new Set(augmentations.map(({ trained }) => JSON.stringify(trained))).size).toBe(5);
    // The experiment's recipe has all five, so its views are made once.
    expect(augmentations[4]?.trained).toEqual(similarity.trained);
    expect(new Set(progressOf(shown, 'similarity, trained').map(({ task }) => task)).size).toBe(10);
  });

  it('is alignment and uniformity of the pairs of the histograms', () => {
    const { similarity, geometry } = shown.result;
    expect(geometry.trained).toEqual(geometry.untrained);
    // |a - b|^2 = 2 - 2 cos, and a bin is 0.002 wide.
    const { edges, positive, negative } = similarity.trained;
    expect(Math.abs(geometry.trained.alignment - (2 - 2 * meanOf(edges, positive)))).toBeLessThan(0.002);
    const potential = negative.reduce(
      (sum, share, bin) => sum + share * Math.exp(-4 * (1 - (edges[bin]! + edges[bin + 1]!) / 2)),
      0,
    );
    // The histogram has the pairs of a first with a second view, too.
    expect(geometry.trained.uniformity / Math.log(potential)).toBeGreaterThan(0.8);
    expect(geometry.trained.uniformity / Math.log(potential)).toBeLessThan(1.25);
  });

  it('is a map of some test images', () => {
    const { images, x, y } = shown.result.map!;
    expect(new Set(images).size).toBe(10);
    expect(images.every((image) => Number.isInteger(image) && image >= 0 && image < TEST)).toBe(true);
    expect([x.length, y.length, new Set(x).size]).toEqual([10, 10, 10]);
    expect([...x, ...y].every((place) => Number.isFinite(place) && place === Number(place.toPrecision(4)))).toBe(true);
    const steps = progressOf(shown, 'UMAP');
    expect(steps.map(({ done }) => done)).toEqual(Array.from({ length: 12 }, (_, epoch) => epoch + 1));
    expect(steps[0]).toMatchObject({ total: 12, unit: 'epochs' });
  });

  it('is the training images that are most similar to some test images', () => {
    const [train, test] = [featuresOf(shown, 'train'), featuresOf(shown, 'test')];
    expect(new Set(shown.result.neighbours.map(({ image }) => image)).size).toBe(3);
    for (const { image, nearest } of shown.result.neighbours) {
      const want = train
        .map((features, other) => ({ image: other, similarity: cosine(test[image]!, features) }))
        .sort((a, b) => b.similarity - a.similarity)
        .slice(0, 2);
      expect(nearest.map((found) => found.image)).toEqual(want.map((found) => found.image));
      nearest.forEach(({ similarity }, rank) => expect(similarity).toBeCloseTo(want[rank]!.similarity, 3));
    }
  });

  it('is neither map nor neighbours where none are asked for', async () => {
    const { map } = experiment.linearProbe;
    const run = await workspace.run({ epochs: 1, map: { ...map, images: 0 }, neighbours: { images: 0, k: 2 } });
    expect(run.result).toMatchObject({ trained: shown.result.trained, map: null, neighbours: [] });
    expect(progressOf(run, 'UMAP')).toEqual([]);
  });

  it('stops between two epochs of the map', async () => {
    const stop = new AbortController();
    const events: StageEvent[] = [];
    const listen = (event: StageEvent) => {
      events.push(event);
      if (progressOf({ events: [event] }, 'UMAP').some(({ done }) => done === 2)) stop.abort(new Error('stopped'));
    };
    await expect(workspace.run({ epochs: 1 }, { signal: stop.signal, listen })).rejects.toThrow('stopped');
    expect(progressOf({ events }, 'UMAP')).toHaveLength(2);
  });
});
