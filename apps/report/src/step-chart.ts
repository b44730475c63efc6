import type { StepMetric } from '@amcl/results';

/** A chart of figures that steps have. */
export interface StepChart {
  readonly title: string;
  /** Of the y axis. */
  readonly y: string;
  readonly caption: string;
  /** Those that the steps lack are left out. */
  readonly series: readonly { readonly name: string; readonly of: (step: StepMetric) => number | undefined }[];
  readonly fromZero?: boolean;
}
