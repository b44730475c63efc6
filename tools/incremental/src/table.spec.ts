import { beforeAll, expect, it } from 'vitest';
import { rows } from './rows';
import type { RowResult } from './run-row';
import { runTable } from './run-table';

const results = new Map<string, RowResult>();
beforeAll(async () => {
  await runTable(rows, (result) => results.set(result.change, result));
}, 1_200_000);

it.each(rows)('$change: $expected', ({ change }) => {
  const { failure, observed, expected } = results.get(change) as RowResult;
  expect(failure).toBe(null);
  expect(observed).toEqual(expected);
});
