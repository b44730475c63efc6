import type { SeededValue } from '@amcl/statistics';
import type { ExperimentRecord } from '../experiment-record';
import { valuesOf } from '../figures';
import { differenceText, meanText, table } from '../markdown';
import type { Records } from '../records';

const METHODS = ['simclr', 'moco'];
const COUNTS = [1, 2, 3, 4, 5];

/** Overlap of positive and negative similarity by views of one to five augmentations, of networks trained by all five: the paper's figure 1. */
export function similarityBlock(records: Records): string {
  const rows = METHODS.flatMap((method) => {
    const base = records.experiment(`reach-cifar10-${method}`);
    const amcl = records.experiment(`reach-cifar10-${method}-amcl`);
    return COUNTS.map((count, index) => {
      const [before, after] = [overlapsOf(base, index), overlapsOf(amcl, index)];
      return [method, String(count), meanText(before, 3), meanText(after, 3), differenceText(before, after, 3)];
    });
  });
  return table(['method', 'augmentations', 'overlap, base', 'with AMCL', 'difference, 95 %'], rows);
}

function overlapsOf(record: ExperimentRecord | null, index: number): SeededValue[] {
  return valuesOf(record, ({ overlaps }) => overlaps[index] ?? 0);
}
