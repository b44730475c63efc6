import type { RunData } from '@amcl/runs';
import type { ComparedRow } from './comparison';

/** A figure of a trained encoder, on ingest's split `test`. */
export interface Figure {
  readonly key:
    'knnTop1' | 'probeTop1' | 'probeTop5' | 'fineTunedTop1' | 'fineTunedTop5' | 'overlap' | 'alignment' | 'uniformity';
  readonly name: string;
  /** Nothing of what is no percentage. */
  readonly unit: '%' | '';
  readonly better: 'higher' | 'lower';
  /** Null where the run has none: fine-tuning has to be asked for. */
  of(this: void, run: RunData): number | null;
}

export type FigureKey = Figure['key'];

/** What is compared. The figures measure different things and are not comparable with each other. */
export const figures: readonly Figure[] = [
  { key: 'knnTop1', name: 'kNN top-1', unit: '%', better: 'higher', of: ({ probe }) => probe.trained.knn.top1 },
  { key: 'probeTop1', name: 'linear top-1', unit: '%', better: 'higher', of: ({ probe }) => probe.trained.probe.top1 },
  { key: 'probeTop5', name: 'linear top-5', unit: '%', better: 'higher', of: ({ probe }) => probe.trained.probe.top5 },
  {
    key: 'fineTunedTop1',
    name: 'fine-tuned top-1',
    unit: '%',
    better: 'higher',
    of: ({ probe }) => probe.fineTuned?.top1 ?? null,
  },
  {
    key: 'fineTunedTop5',
    name: 'fine-tuned top-5',
    unit: '%',
    better: 'higher',
    of: ({ probe }) => probe.fineTuned?.top5 ?? null,
  },
  { key: 'overlap', name: 'overlap', unit: '', better: 'lower', of: ({ probe }) => probe.similarity.trained.overlap },
  {
    key: 'alignment',
    name: 'alignment',
    unit: '',
    better: 'lower',
    of: ({ probe }) => probe.geometry.trained.alignment,
  },
  {
    key: 'uniformity',
    name: 'uniformity',
    unit: '',
    better: 'lower',
    of: ({ probe }) => probe.geometry.trained.uniformity,
  },
];

/** Those that some row has. */
export function shownFigures(rows: readonly Pick<ComparedRow, 'figures'>[]): Figure[] {
  return figures.filter(({ key }) => rows.some((row) => row.figures.some((own) => own.key === key)));
}
