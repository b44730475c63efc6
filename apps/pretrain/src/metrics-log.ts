import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseMetrics, type Metric, type StepMetric } from '@amcl/results';

/** The metrics of a run as JSON lines in its work folder, so that a resumed run goes on where its checkpoint was taken. */
export class MetricsLog {
  private constructor(
    private readonly path: string,
    private readonly metrics: Metric[],
  ) {}

  /** Opens the log at `path` and forgets what came after `step`, since those steps are done again. */
  static open(path: string, step: number): MetricsLog {
    const kept = existsSync(path)
      ? parseMetrics(readFileSync(path, 'utf8')).filter((metric) => metric.step <= step)
      : [];
    writeFileSync(path, toLines(kept));
    return new MetricsLog(path, kept);
  }

  append(metric: Metric): void {
    this.metrics.push(metric);
    appendFileSync(this.path, toLines([metric]));
  }

  /** The steps so far, in order. */
  steps(): StepMetric[] {
    return this.metrics.filter((metric) => 'loss' in metric);
  }

  /** The steps of an epoch, from 1, in order. */
  stepsOf(epoch: number): StepMetric[] {
    return this.steps().filter((step) => step.epoch === epoch);
  }

  /** The results of the kNN monitor so far, in order. */
  knn(): { epoch: number; top1: number }[] {
    return this.metrics.flatMap((metric) => ('knn' in metric ? [{ epoch: metric.epoch, top1: metric.knn }] : []));
  }

  /** All of it, as JSON lines. */
  toString(): string {
    return toLines(this.metrics);
  }
}

function toLines(metrics: readonly Metric[]): string {
  return metrics.map((metric) => `${JSON.stringify(metric)}\n`).join('');
}
