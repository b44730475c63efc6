import type { EpochMeans } from './epoch-means';

/** What an epoch leaves on the terminal. */
export interface EpochLine {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  readonly means: EpochMeans;
  /** Of the last step. */
  readonly lr: number;
  /** kNN top-1 in percent, null where it was not measured after this epoch. */
  readonly knn: number | null;
  readonly viewsPerSecond: number;
  readonly minutesLeft: number;
}

/** The line of an epoch, its figures two spaces apart. */
export function epochLine({ epoch, epochs, means, lr, knn, viewsPerSecond, minutesLeft }: EpochLine): string {
  return [
    `epoch ${epoch}/${epochs}`,
    `loss ${means.loss.toFixed(4)}`,
    `lr ${lr.toPrecision(3)}`,
    ...(knn === null ? [] : [`kNN ${knn.toFixed(2)} %`]),
    ...temperatures(means),
    `${viewsPerSecond.toFixed(0)} views/s`,
    `${minutesLeft.toFixed(1)} min left`,
  ].join('  ');
}

function temperatures({ positiveTemperature, negativeTemperature }: EpochMeans): string[] {
  if (positiveTemperature === undefined) return [];
  const positive = `temperature ${positiveTemperature.toFixed(3)}`;
  return [negativeTemperature === undefined ? positive : `${positive} (negatives ${negativeTemperature.toFixed(3)})`];
}
