import { recordedFigure, type RunData } from '@amcl/runs';
import { summarize, type Summary } from '@amcl/statistics';

/** What the runs of a row took, each figure as mean over those that say it; of outputs from the store, when they were made. */
export interface Cost {
  /** Wall time of each stage, in seconds. */
  readonly seconds: readonly { readonly stage: string; readonly time: Summary }[];
  /** Of all stages together. */
  readonly total: Summary | null;
  /** Of the training, two views an image; null where no run says it. */
  readonly viewsPerSecond: Summary | null;
  /** Resident memory of the training at most, in bytes. */
  readonly peakMemoryBytes: Summary | null;
  /** On what the encoders were trained. */
  readonly devices: readonly string[];
}

/** @param runs one or more, of the same stages */
export function costOf(runs: readonly RunData[]): Cost {
  const figure = (stage: string, name: string): Summary | null =>
    summaryOf(runs.map((run) => recordedFigure(run, stage, name)));
  const stages = runs[0]?.stages.map(({ name }) => name) ?? [];
  return {
    seconds: stages.flatMap((stage) => {
      const time = figure(stage, 'seconds');
      return time === null ? [] : [{ stage, time }];
    }),
    total: summaryOf(runs.map((run) => total(stages.map((stage) => recordedFigure(run, stage, 'seconds'))))),
    viewsPerSecond: figure('pretrain', 'viewsPerSecond'),
    peakMemoryBytes: figure('pretrain', 'peakMemoryBytes'),
    devices: [...new Set(runs.map(({ pretrain }) => pretrain.computed.device))],
  };
}

function total(times: readonly (number | null)[]): number | null {
  return times.reduce((sum, time) => (sum === null || time === null ? null : sum + time), 0);
}

function summaryOf(values: readonly (number | null)[]): Summary | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : summarize(known);
}
