import { nearestNeighbours, type LabelledFeatures } from '@amcl/evaluation';
import type { LinearProbeSection } from '@amcl/experiment';
import { randomStream } from '@amcl/random';
import type { EmbeddingMap, Neighbours } from '@amcl/results';
import type { StageContext } from '@amcl/stage';
import { chooseImages } from './choose-images';
import { embeddingMap } from './embedding-map';
import { rowsOf } from './rows-of';

/** Significant digits on the map: more cannot be seen. */
const MAP_DIGITS = 4;
const SIMILARITY_DECIMALS = 4;

/** The map of some test images, as the section says; null for none. */
export async function mapFeatures(
  { map: { images, neighbors, minDist, epochs } }: Pick<LinearProbeSection, 'map'>,
  test: LabelledFeatures,
  { seed, signal, emit }: Pick<StageContext, 'seed' | 'signal' | 'emit'>,
): Promise<EmbeddingMap | null> {
  if (images === 0) return null;
  const chosen = chooseImages(test.labels.length, images, seed, 'map');
  const { x, y } = await embeddingMap(rowsOf(test, chosen).features, chosen.length, {
    neighbors,
    minDist,
    epochs,
    random: randomStream(seed, 'map'),
    signal,
    onEpoch: (done) => emit({ kind: 'progress', task: 'UMAP', done, total: epochs, unit: 'epochs' }),
  });
  const rounded = (place: number) => Number(place.toPrecision(MAP_DIGITS));
  return { images: [...chosen], x: x.map(rounded), y: y.map(rounded) };
}

/** The nearest training images of some test images, as the section says. */
export function findNeighbours(
  { neighbours: { images, k } }: Pick<LinearProbeSection, 'neighbours'>,
  train: LabelledFeatures,
  test: LabelledFeatures,
  seed: number,
): Neighbours[] {
  if (images === 0) return [];
  const chosen = chooseImages(test.labels.length, images, seed, 'neighbours');
  const dimension = test.features.length / test.labels.length;
  const { rows, similarities } = nearestNeighbours(rowsOf(test, chosen).features, train.features, dimension, k);
  return Array.from(chosen, (image, place) => ({
    image,
    nearest: Array.from({ length: k }, (_, rank) => ({
      image: rows[place * k + rank]!,
      similarity: Number(similarities[place * k + rank]!.toFixed(SIMILARITY_DECIMALS)),
    })),
  }));
}
