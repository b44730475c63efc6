import { growingSets } from '@amcl/experiment';
import { randomStream } from '@amcl/random';
import type { EmbeddingMap, Evaluation, LinearProbeResult, Similarity } from '@amcl/results';

const MAP_IMAGES = 1000;
const NEIGHBOURS = 8;

/** A made-up result of stage linear-probe on so many test images, as a small run has it. */
export function plausibleProbe(classes: number, test: number): LinearProbeResult {
  return {
    data: null,
    labelled: 10_000,
    trained: evaluation(0.55, classes, test),
    untrained: evaluation(0.31, classes, test),
    fineTuned: null,
    similarity: { trained: similarity(0.82, 0.05), untrained: similarity(0.9, 0.78) },
    // The more augmentations, the less alike are the views of an image.
    augmentations: growingSets.map((set, index) => ({
      set,
      count: index + 1,
      trained: similarity(0.9 - 0.06 * index, 0.05),
      untrained: similarity(0.97 - 0.04 * index, 0.8 - 0.02 * index),
    })),
    geometry: {
      trained: { alignment: 0.36, uniformity: -2.9 },
      untrained: { alignment: 0.02, uniformity: -0.05 },
    },
    map: map(classes, test),
    neighbours: Array.from({ length: NEIGHBOURS }, (_, place) => ({
      image: (place * 211) % test,
      nearest: Array.from({ length: NEIGHBOURS }, (_, rank) => ({
        image: (place * 997 + rank * 131) % 10_000,
        similarity: Number((0.95 - 0.02 * rank).toFixed(4)),
      })),
    })),
  };
}

/** A cloud for each class, on a circle; the labels of the images go round the classes. */
function map(classes: number, test: number): EmbeddingMap {
  const noise = randomStream(1, 'plausible/map');
  const images = Array.from({ length: Math.min(MAP_IMAGES, test) }, (_, index) => index);
  const around = (centre: number) => Number((centre + noise.normal()).toPrecision(4));
  const angle = (image: number) => (2 * Math.PI * (image % classes)) / classes;
  return {
    images,
    x: images.map((image) => around(5 * Math.cos(angle(image)))),
    y: images.map((image) => around(5 * Math.sin(angle(image)))),
  };
}

function evaluation(share: number, classes: number, test: number): Evaluation {
  const perClass = test / classes;
  const confusion = Array.from({ length: classes }, (_, row) => {
    const others = Array.from({ length: classes }, (_, column) =>
      Math.floor((perClass * (1 - share)) / (classes - 1) + (((row * 7 + column * 3) % 5) - 2) * 2),
    );
    const elsewhere = others.reduce((sum, count, column) => (column === row ? sum : sum + count), 0);
    return others.map((count, column) => (column === row ? perClass - elsewhere : count));
  });
  const right = confusion.map((row, label) => row[label] ?? 0);
  return {
    probe: {
      top1: (100 * right.reduce((sum, count) => sum + count, 0)) / test,
      top5: 70 + 30 * share,
      perClass: right.map((count) => (100 * count) / perClass),
      confusion,
      loss: [2.1, 1.7, 1.5],
    },
    knn: { top1: 100 * share - 3, k: 200, temperature: 0.1 },
  };
}

/** Bell-shaped histograms around two similarities. */
function similarity(positiveMean: number, negativeMean: number): Similarity {
  const bins = 50;
  const edges = Array.from({ length: bins + 1 }, (_, index) => (2 * index) / bins - 1);
  const bell = (mean: number, width: number): number[] => {
    const heights = edges.slice(1).map((edge) => Math.exp(-(((edge - 1 / bins - mean) / width) ** 2)));
    const total = heights.reduce((sum, height) => sum + height, 0);
    return heights.map((height) => height / total);
  };
  const [positive, negative] = [bell(positiveMean, 0.15), bell(negativeMean, 0.25)];
  return {
    edges,
    positive,
    negative,
    overlap: positive.reduce((sum, share, bin) => sum + Math.min(share, negative[bin] ?? 0), 0),
  };
}
