import { measuredSplit } from '@amcl/results';
import type { ComparedRow } from './comparison';

/** What the rows' figures are measured on: `the test split`; where not all are of the same split, which are of which. */
export function measuredOn(rows: readonly Pick<ComparedRow, 'label' | 'evaluatedOn'>[]): string {
  const splits = [...new Set(rows.map(measuredSplit))];
  if (splits.length < 2) return splits.map((split) => `the ${split}`).join('');
  const parts = splits.map((split) => {
    const labels = rows.filter((row) => measuredSplit(row) === split).map(({ label }) => label);
    return `the ${split} (${labels.join('; ')})`;
  });
  return `${parts.join(' and ')}, which cannot be compared with each other`;
}
