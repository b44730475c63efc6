import type { Part } from './figure';
import type { Rows } from './rows';

/** Seconds that a part took when it was last measured, else a guess. */
export function expectedSeconds({ figures, minutes }: Part, rows: Rows): number {
  return rows[figures[0]?.id ?? '']?.seconds ?? 60 * minutes;
}

/**
 * Seconds that the parts to come will take: what was expected of them, by how much those that are done were slower.
 * @param done expected and taken, of each
 */
export function secondsLeft(
  todo: readonly number[],
  done: readonly { readonly expected: number; readonly taken: number }[],
): number {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const slower = done.length > 0 ? sum(done.map(({ taken }) => taken)) / sum(done.map(({ expected }) => expected)) : 1;
  return sum(todo) * slower;
}
