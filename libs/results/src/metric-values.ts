import type { Metric } from './pretrain-result';

/**
 * A line of `metrics.jsonl` as figures by name: `train/loss`, `train/embedding_std`, `knn/top1`; of one value per head `.../head_1` on.
 * @example metricValues({ step: 4, epoch: 1, knn: 31.5 }) // { 'knn/top1': 31.5 }
 */
export function metricValues(metric: Metric): Record<string, number> {
  if ('knn' in metric) return { 'knn/top1': metric.knn };
  return Object.fromEntries(
    Object.entries<number | readonly number[]>(metric).flatMap(([name, value]) => {
      if (name === 'step' || name === 'epoch') return [];
      const path = `train/${snakeCase(name)}`;
      return typeof value === 'number'
        ? [[path, value] as const]
        : value.map((one, head) => [`${path}/head_${head + 1}`, one] as const);
    }),
  );
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
