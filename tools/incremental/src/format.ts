import type { RowResult } from './run-row';
import { SIGNS, STAGES, type Outcome } from './stages';

const WIDTH = 48;

export const LEGEND = [
  `${SIGNS.computed} computed   ${SIGNS.kept} its program ran and took the work from the store   ${SIGNS.cached} not started: Nx had it`,
  'In each column: expected, observed.',
].join('\n');

export const HEAD = line('', STAGES);

/** A line of the table. */
export function formatRow({ change, expected, observed, differs }: RowResult): string {
  const sign = (outcome: Outcome | undefined): string => (outcome === undefined ? '?' : SIGNS[outcome]);
  const cells = expected.map((outcome, index) => `${sign(outcome)} ${sign(observed?.[index])}`);
  return line(change, cells) + (differs.length === 0 ? '' : `  differs: ${differs.join(', ')}`);
}

/** @param seconds that the table took */
export function formatTotal(results: readonly RowResult[], seconds: number): string {
  const wrong = results.filter(({ differs }) => differs.length > 0);
  const total = `${results.length - wrong.length} of ${results.length} rows are equal, in ${Math.round(seconds)} s.`;
  const reasons = wrong.map(({ change, why, failure }) => `Not so: ${change}. ${failure ?? `Expected, as ${why}.`}`);
  return [total, ...reasons].join('\n');
}

function line(change: string, cells: readonly string[]): string {
  const columns = cells.map((cell, index) => cell.padEnd((STAGES[index] ?? '').length + 2));
  return `${change.padEnd(WIDTH)}${columns.join('')}`.trimEnd();
}
