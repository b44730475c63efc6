import { isDeepStrictEqual } from 'node:util';
import type { Recipe } from '@amcl/augmentation';
import { alignment, similarityHistograms, uniformity } from '@amcl/evaluation';
import { growingSets, withAugmentationSet } from '@amcl/experiment';
import type { AugmentationSimilarity, Geometry, Similarity } from '@amcl/results';
import { chooseImages } from './choose-images';
import type { Measurement } from './measure';

/** What a network makes of pairs of views, embedded by the projection heads. */
export interface PairFigures {
  /** By the experiment's recipe. */
  readonly similarity: Similarity;
  /** Of the same views. */
  readonly geometry: Geometry;
  /** Of the same images, by each of the growing sets in their order. */
  readonly augmentations: readonly Similarity[];
}

/** Two views each of some test images: histograms of their similarity by the recipe and by one to five augmentations, alignment, uniformity. */
export async function measurePairs({ section, splits, encoder, context }: Measurement): Promise<PairFigures> {
  const { images, bins } = section.similarity;
  const { test } = splits;
  const chosen = chooseImages(test.count, images, context.seed, 'similarity');
  const viewsBy = async (recipe: Recipe, name: string) =>
    [
      await encoder.embeddings(test, chosen, 0, recipe, name),
      await encoder.embeddings(test, chosen, 1, recipe, name),
    ] as const;
  const [first, second] = await viewsBy(encoder.recipe, 'recipe');
  const similarity = similarityHistograms(first, second, chosen.length, bins);
  const augmentations: Similarity[] = [];
  for (const set of growingSets) {
    const recipe = withAugmentationSet(encoder.recipe, set);
    // The usual recipe has all five: these views have been made.
    if (isDeepStrictEqual(recipe, encoder.recipe)) augmentations.push(similarity);
    else augmentations.push(similarityHistograms(...(await viewsBy(recipe, `set ${set}`)), chosen.length, bins));
  }
  return {
    similarity,
    geometry: {
      alignment: alignment(first, second, chosen.length),
      uniformity: uniformity(first, second, chosen.length),
    },
    augmentations,
  };
}

/** The histograms of both networks, set by set. */
export function bySet(trained: PairFigures, untrained: PairFigures): AugmentationSimilarity[] {
  return growingSets.map((set, index) => ({
    set,
    count: index + 1,
    trained: trained.augmentations[index]!,
    untrained: untrained.augmentations[index]!,
  }));
}
