import type { Metric } from '../client';
import type { ReadLine } from '../spool/read-lines';
import { pointsOf, type LineOf, type SpoolLine } from '../spool/spool-line';

/** The server's limits of one request of `runs/log-batch`. */
const METRICS = 1000;
const PAIRS = 100;

/** What is sent before progress is noted: lines of points, parameters or tags in one request, or one other line. */
export interface BatchStep {
  readonly lines: readonly SpoolLine[];
  /** Null for a line that is no matter of `runs/log-batch`. */
  readonly batch: {
    readonly metrics?: readonly Metric[];
    readonly params?: Readonly<Record<string, string>>;
    readonly tags?: Readonly<Record<string, string>>;
  } | null;
  readonly points: number;
  /** Where its last line ends; null where more of that line is to come. */
  readonly end: number | null;
}

/** Puts successive lines of points into as few requests as the server's limits allow, and cuts long lines of pairs. */
export function* inBatches(lines: Iterable<ReadLine>): Generator<BatchStep> {
  let gathered: LineOf<'metrics'>[] = [];
  let [points, end] = [0, 0];
  const flush = function* (): Generator<BatchStep> {
    if (gathered.length > 0) yield { lines: gathered, batch: { metrics: gathered.flatMap(toMetrics) }, points, end };
    [gathered, points] = [[], 0];
  };
  for (const { line, end: at } of lines) {
    if (line.kind === 'metrics') {
      if (points + pointsOf(line) > METRICS) yield* flush();
      gathered.push(line);
      [points, end] = [points + pointsOf(line), at];
      continue;
    }
    yield* flush();
    if (line.kind === 'params' || line.kind === 'tags') yield* inParts(line, at);
    else yield { lines: [line], batch: null, points: 0, end: at };
  }
  yield* flush();
}

function* inParts(line: LineOf<'params' | 'tags'>, end: number): Generator<BatchStep> {
  const entries = Object.entries(line.values);
  if (entries.length === 0) yield { lines: [line], batch: null, points: 0, end };
  for (let from = 0; from < entries.length; from += PAIRS) {
    const values = Object.fromEntries(entries.slice(from, from + PAIRS));
    const batch = line.kind === 'params' ? { params: values } : { tags: values };
    yield { lines: [line], batch, points: 0, end: from + PAIRS < entries.length ? null : end };
  }
}

function toMetrics({ values, time, step }: LineOf<'metrics'>): Metric[] {
  return Object.entries(values).map(([key, value]) => ({ key, value, timestamp: time, step }));
}
