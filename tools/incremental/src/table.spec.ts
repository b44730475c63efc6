import { beforeAll, expect, it } from 'vitest';
import { rows } from './rows';
import type { RowResult } from './run-row';
import { runTable } from './run-table';

/** One of each kind, for the time it takes; the command makes all. */
const KINDS = [
  'nothing',
  'outputs deleted',
  "Nx's cache deleted",
  'a blob missing: the encoder',
  'a blob damaged: the encoder',
  'a loss in use, other numbers',
  'an augmentation kernel, other numbers',
  'a comment in ingest',
  'a colour of the report',
  "a progress bar's colour",
  'the runner of the stages',
  'a test',
  'a README',
  'a comment in the experiment',
  'section dataset',
  'section augmentation',
  'section pretrain',
  'section linearProbe',
  'section report',
  'npm: pacote',
  'npm: sharp',
  'npm: @tensorflow/tfjs-core',
  'npm: umap-js',
  'npm: vega',
  "the engine's version, the same numbers",
];
const tested = rows.filter(({ change }) => KINDS.includes(change));

const results = new Map<string, RowResult>();
beforeAll(async () => {
  await runTable(tested, (result) => results.set(result.change, result));
}, 1_200_000);

it('has a row of each kind', () => {
  expect(tested.map(({ change }) => change).sort()).toEqual([...KINDS].sort());
});

it.each(tested)('$change: $expected', ({ change }) => {
  const { failure, observed, expected } = results.get(change) as RowResult;
  expect(failure).toBe(null);
  expect(observed).toEqual(expected);
});
