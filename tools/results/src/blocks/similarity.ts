import type { SeededValue } from '@amcl/statistics';
import type { ExperimentRecord } from '../experiment-record';
import { valuesOf } from '../figures';
import { differenceText, meanText, table } from '../markdown';
import type { Records } from '../records';

/** Experiments `reach-<family>-<method>`, and what they are called. */
const NETWORKS = [
  ['cifar10', 'simclr', 'simclr'],
  ['cifar10', 'moco', 'moco'],
  ['longer', 'simclr', 'simclr, 12 epochs'],
  ['longer', 'moco', 'moco, 12 epochs'],
  ['longer', 'simsiam', 'simsiam, 12 epochs'],
  ['longer', 'barlow-twins', 'barlow-twins, 12 epochs'],
] as const;
const COUNTS = [1, 2, 3, 4, 5];

/** Overlap of positive and negative similarity by views of one to five augmentations, of networks trained by all five: the paper's figure 1. */
export function similarityBlock(records: Records): string {
  const rows = NETWORKS.flatMap(([family, method, name]) => {
    const base = records.experiment(`reach-${family}-${method}`);
    const amcl = records.experiment(`reach-${family}-${method}-amcl`);
    return COUNTS.map((count, index) => {
      const [before, after] = [overlapsOf(base, index), overlapsOf(amcl, index)];
      return [name, String(count), meanText(before, 3), meanText(after, 3), differenceText(before, after, 3)];
    });
  });
  return table(['method', 'augmentations', 'overlap, base', 'with AMCL', 'difference, 95 %'], rows);
}

function overlapsOf(record: ExperimentRecord | null, index: number): SeededValue[] {
  return valuesOf(record, ({ overlaps }) => overlaps[index] ?? 0);
}
