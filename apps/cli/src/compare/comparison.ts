import type { Run } from '@amcl/experiment';
import type { IngestResult } from '@amcl/results';
import type { Difference, SeededValue, Summary } from '@amcl/statistics';
import type { Cost } from './cost';
import type { FigureKey } from './figures';
import type { PublishedBeside } from './published';
import type { SettingsDifference } from './settings-differences';

/** A figure of a row, and how far it is from that of the first row. */
export interface ComparedFigure {
  readonly key: FigureKey;
  readonly values: readonly SeededValue[];
  readonly summary: Summary;
  /** Null of the first row, and where that lacks the figure. */
  readonly toFirst: ComparedDifference | null;
}

export interface ComparedDifference extends Difference {
  /** The test's p, by Holm's correction where several rows are compared with the first; null without a test. */
  readonly pCorrected: number | null;
}

/** An experiment, or a point of its sweep: all seeds together. */
export interface ComparedRow {
  /** `small-simclr`, or with what the point sets: `small-simclr, lr = 0.1`. */
  readonly label: string;
  readonly experiment: string;
  readonly point: Run['point'];
  readonly seeds: readonly number[];
  /** What its figures are measured on. */
  readonly evaluatedOn: IngestResult['evaluatedOn'];
  /** Without those that one of the runs lacks. */
  readonly figures: readonly ComparedFigure[];
  readonly cost: Cost;
  readonly published: readonly PublishedBeside[];
}

/** All that `amcl compare` tells. The same results give the same comparison. */
export interface Comparison {
  readonly experiments: readonly string[];
  /** By experiment as they were named, points of a sweep best first; the first is what the others are compared with. */
  readonly rows: readonly ComparedRow[];
  readonly settings: readonly SettingsDifference[];
}
