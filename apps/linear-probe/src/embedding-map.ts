import { setImmediate } from 'node:timers/promises';
import { nearestNeighbours } from '@amcl/evaluation';
import type { RandomStream } from '@amcl/random';

/** How features are laid out. */
export interface EmbeddingMapOptions {
  /** Of the graph, each row among its own: 2 .. n - 1. */
  readonly neighbors: number;
  /** Least distance of two points on the map, 0 .. 1. */
  readonly minDist: number;
  readonly epochs: number;
  readonly random: RandomStream;
  readonly signal: AbortSignal;
  /** After every epoch: how many are done. */
  onEpoch(this: void, done: number): void;
}

/** Places of the rows, in their order. */
export interface Places {
  readonly x: number[];
  readonly y: number[];
}

/**
 * UMAP (McInnes et al., arXiv 1802.03426) of features [n, F] in two dimensions, by cosine similarity: of the rows divided by their lengths, whose
 * euclidean distances order as the cosines do. Its graph is of the exact nearest neighbours; the places begin at random, not with eigenvectors as
 * those of umap-learn, so how far apart groups lie means little. Between epochs other work of the process gets its turn.
 * @throws the signal's reason when it is aborted
 */
export async function embeddingMap(
  features: Float32Array,
  count: number,
  options: EmbeddingMapOptions,
): Promise<Places> {
  const { neighbors, minDist, epochs, random, signal, onEpoch } = options;
  const { UMAP } = await import('umap-js'); // where there is a map
  const rows = unitRows(features, count);
  const umap = new UMAP({
    nNeighbors: neighbors,
    minDist,
    nEpochs: epochs,
    nComponents: 2,
    random: () => random.uniform(),
  });
  const { indices, distances } = neighbourGraph(features, rows, neighbors);
  umap.setPrecomputedKNN(indices, distances);
  umap.initializeFit(rows);
  for (let epoch = 0; epoch < epochs; epoch++) {
    signal.throwIfAborted();
    onEpoch(umap.step());
    await setImmediate();
  }
  const places = umap.getEmbedding();
  return { x: places.map(([x = Number.NaN]) => x), y: places.map(([, y = Number.NaN]) => y) };
}

function unitRows(features: Float32Array, count: number): number[][] {
  const dimension = features.length / count;
  return Array.from({ length: count }, (_, index) => {
    const row = [...features.subarray(index * dimension, (index + 1) * dimension)];
    const length = Math.max(Math.hypot(...row), Number.MIN_VALUE);
    return row.map((value) => value / length);
  });
}

/** The nearest rows of each, itself first, with their distances: what umap-js else searches by chance. */
function neighbourGraph(features: Float32Array, rows: readonly number[][], neighbors: number) {
  const found = nearestNeighbours(features, features, features.length / rows.length, neighbors);
  const nearest = rows.map((row, index) => {
    const others = [...found.rows.subarray(index * neighbors, (index + 1) * neighbors)]
      .filter((other) => other !== index) // among equal rows it may not be the first, or not be there
      .slice(0, neighbors - 1)
      .map((other) => ({ index: other, distance: distance(row, rows[other]!) }))
      .sort((a, b) => a.distance - b.distance);
    return [{ index, distance: 0 }, ...others];
  });
  return {
    indices: nearest.map((some) => some.map(({ index }) => index)),
    distances: nearest.map((some) => some.map(({ distance }) => distance)),
  };
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0));
}
