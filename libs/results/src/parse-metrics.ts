import { metricSchema, type Metric } from './pretrain-result';

/** The metrics of a `metrics.jsonl`, in order. What follows the last line break is left out: a kill may have cut a line. */
export function parseMetrics(text: string): Metric[] {
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => metricSchema.parse(JSON.parse(line)));
}
