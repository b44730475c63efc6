import { flatten, groupByPoint, type RunData } from '@amcl/runs';
import { compareMeans, holm, mean, summarize, type SeededValue } from '@amcl/statistics';
import type { ComparedDifference, ComparedFigure, ComparedRow, Comparison } from './comparison';
import type { FinishedExperiment } from './finished-experiment';
import { costOf } from './cost';
import { figures, type Figure } from './figures';
import { publishedBeside } from './published';
import { settingsDifferences } from './settings-differences';

/** The runs of a row of the comparison. */
export interface RowRuns {
  readonly label: string;
  readonly experiment: string;
  /** One a seed. */
  readonly runs: readonly RunData[];
}

/** A row for each experiment or, of a sweep, for each point, the one with the best kNN monitor first. */
export function rowsOf({ name, runs }: FinishedExperiment): RowRuns[] {
  const points = groupByPoint(runs);
  const score = (group: readonly RunData[]): number => mean(group.map(monitored));
  return points
    .sort((one, other) => score(other) - score(one))
    .map((group) => ({
      label: [name, ...pointSettings(group[0]?.point ?? {})].join(', '),
      experiment: name,
      runs: group,
    }));
}

/** Compares experiments with the first of them. */
export function buildComparison(experiments: readonly FinishedExperiment[]): Comparison {
  const rows = experiments.flatMap(rowsOf);
  const byFigure = figures.map(({ key, of }) => {
    const values = rows.map(({ runs }) => valuesOf(runs, of));
    const first = values[0] ?? null;
    const compared = values.map((row, index) => (index > 0 && row !== null && first !== null ? row : null));
    const differences = corrected(compared.flatMap((row) => (row && first ? [compareMeans(first, row)] : [])))[
      Symbol.iterator
    ]();
    return values.map(
      (row, index): ComparedFigure | null =>
        row && {
          key,
          values: row,
          summary: summarize(row.map(({ value }) => value)),
          toFirst: compared[index] ? (differences.next().value ?? null) : null,
        },
    );
  });
  return {
    experiments: experiments.map(({ name }) => name),
    rows: rows.map(({ label, experiment, runs }, index): ComparedRow => ({
      label,
      experiment,
      point: runs[0]?.point ?? {},
      seeds: runs.map(({ seed }) => seed),
      evaluatedOn: runs[0]?.ingest.evaluatedOn ?? 'test',
      figures: byFigure.flatMap((row) => row[index] ?? []),
      cost: costOf(runs),
      published: runs[0] === undefined ? [] : publishedBeside(runs[0]),
    })),
    settings: settingsDifferences(experiments),
  };
}

/** The figure of each run; null where one has none. */
function valuesOf(runs: readonly RunData[], of: Figure['of']): SeededValue[] | null {
  const values = runs.flatMap((run) => {
    const value = of(run);
    return value === null ? [] : [{ seed: run.seed, value }];
  });
  return values.length === runs.length ? values : null;
}

function corrected(differences: readonly ReturnType<typeof compareMeans>[]): ComparedDifference[] {
  const tested = differences.flatMap(({ test }) => (test === null ? [] : [test.p]));
  const probabilities = holm(tested)[Symbol.iterator]();
  return differences.map((difference) => ({
    ...difference,
    pCorrected: difference.test === null ? null : (probabilities.next().value ?? null),
  }));
}

/** The kNN monitor at the end of the training; the probe's kNN where the experiment has no monitor. */
function monitored({ pretrain, probe }: RunData): number {
  return pretrain.knn.at(-1)?.top1 ?? probe.trained.knn.top1;
}

/** `lr = 0.1`: each setting by the end of its path. */
function pointSettings(point: RunData['point']): string[] {
  return flatten(point).map(([path, value]) => `${path.slice(path.lastIndexOf('.') + 1)} = ${value}`);
}
