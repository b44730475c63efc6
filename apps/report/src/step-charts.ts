import { COLLAPSED_BELOW, type NetworkDescription, type PretrainResult } from '@amcl/results';
import type { StepChart } from './step-chart';
import { temperatureChart } from './temperature-chart';

/** What a method's loss compares, in words. */
interface Pairs {
  readonly positives: string;
  readonly negatives: string;
  /** What is measured of them. */
  readonly measure: string;
  /** What they are, in a sentence. */
  readonly meaning: string;
}

/** What each method's own loss is called. */
const LOSSES = {
  simclr: 'NT-Xent loss',
  moco: 'NT-Xent loss with a queue',
  simsiam: 'negative cosine similarity',
  'barlow-twins': 'Barlow Twins loss',
} as const;

/** The charts of the loss of a training, and of what it compares; a chart none of whose series the steps have is left out. */
export function stepCharts({ network, loss, embeddingStd }: PretrainResult): StepChart[] {
  const { method, amcl, batchSize } = network;
  const lossName = amcl === null ? LOSSES[method.name] : 'AMCL loss';
  const { positives, negatives, measure, meaning } = pairsOf(network);
  const collapsed = embeddingStd.last < COLLAPSED_BELOW ? ': the embeddings have collapsed' : '';
  return [
    {
      title: 'Loss',
      y: lossName,
      caption: `${lossName} of each batch of ${batchSize} images: ${loss.first.toFixed(3)} at the first step, ${loss.last.toFixed(3)} at the last.`,
      series: [{ name: 'loss', of: (step) => step.loss }],
    },
    {
      title: 'Similarity in training',
      y: `mean ${measure}`,
      caption: `${meaning} Mean over a batch${amcl === null ? '' : ' and all heads'}.`,
      series: [
        { name: positives, of: (step) => step.positiveSimilarity },
        { name: negatives, of: (step) => step.negativeSimilarity },
      ],
    },
    ...(amcl === null ? [] : [temperatureChart(amcl, { positives, negatives })]),
    {
      title: 'Collapse monitor',
      y: 'deviation of embeddings',
      caption:
        `Standard deviation of the normalised embeddings per dimension: 1 for directions spread uniformly, 0 where all are one. ` +
        `${embeddingStd.last.toFixed(2)} in the last epoch${collapsed}.`,
      series: [{ name: 'deviation', of: (step) => step.embeddingStd }],
      fromZero: true,
    },
    {
      title: 'Learning rate',
      y: 'learning rate',
      caption: 'By step.',
      series: [{ name: 'learning rate', of: (step) => step.lr }],
      fromZero: true,
    },
  ];
}

function pairsOf({ method, amcl }: NetworkDescription): Pairs {
  if (method.name === 'barlow-twins') {
    const negatives = amcl === null ? 'largest beside it' : 'whole matrix';
    const meaning = 'Entries of the cross-correlation of the two views’ embeddings, which is drawn to the identity.';
    return { positives: 'diagonal', negatives, measure: 'correlation', meaning };
  }
  const similarity = { positives: 'positives', negatives: 'hardest negatives', measure: 'cosine similarity' };
  if (method.name === 'simsiam')
    return { ...similarity, meaning: 'Of each view’s prediction with the projection of the image’s other view.' };
  const others = method.name === 'moco' ? 'the queue' : 'the other images';
  const meaning = `Of the projections of an image’s two views, and of each with the most similar of ${others}.`;
  return { ...similarity, meaning };
}
