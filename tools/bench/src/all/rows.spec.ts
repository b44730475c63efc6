import { describe, expect, it } from 'vitest';
import type { Figure, Target } from './figure';
import { mergeRows, rowOf } from './rows';
import { renderTable } from './table';

const reading = { ours: 103.4, rival: 73.23, ratio: 1.41199, note: null };
const origin = { date: '2026-11-25', machine: 'EPYC, 2 cores', versions: 'torch 2.15.0', doubt: null };

function figure(id: string, target: Target | null = { atLeast: 1.4 }): Figure {
  return { id, what: 'step', unit: 'views/s', against: 'PyTorch', target, read: () => reading };
}

const [eager, compiled, memory] = [
  figure('step/eager'),
  figure('step/compiled', null),
  figure('memory', { atMost: 1 }),
];
const row = rowOf(eager, reading, origin, 61.4);

describe('rowOf', () => {
  it('has all that a reader needs', () =>
    expect(row).toEqual({
      ...{ what: 'step', unit: 'views/s', against: 'PyTorch', target: { atLeast: 1.4 }, ...origin },
      ...{ ours: 103.4, rival: 73.23, ratio: 1.41, note: null, met: true, seconds: 61 },
      command: 'npm run bench -- all --only step --peer <python>',
    }));

  it.each([
    [{ atLeast: 1.41 }, 1.4099, true],
    [{ atLeast: 1.42 }, 1.41, false],
    [{ atMost: 1 }, 1.01, false],
    [{ atMost: 1 }, 1, true],
    [null, 1, null],
    [{ atMost: 1 }, null, null],
  ])('compares the ratio that is shown with %j: %d, %s', (target, ratio, met) =>
    expect(rowOf(figure('a', target), { ...reading, ratio }, origin, 1).met).toBe(met),
  );
});

it('says neither met nor missed of what was measured beside other work', () => {
  const crowded = rowOf(eager, reading, { ...origin, doubt: 'beside other work' }, 1);
  expect(crowded.met).toBe(null);
  expect(renderTable([eager], { 'step/eager': crowded })).toContain('| >= 1.4 | beside other work |');
});

it('mergeRows keeps the rows of other parts, in the order of the figures, and drops those that are gone', () => {
  const old = { gone: row, memory: row, 'step/eager': row };
  const merged = mergeRows([eager, compiled, memory], old, {
    'step/eager': { ...row, ratio: 2 },
    'step/compiled': row,
  });
  expect(Object.keys(merged)).toEqual(['step/eager', 'step/compiled', 'memory']);
  expect(merged['step/eager']?.ratio).toBe(2);
  expect(merged['memory']).toBe(row);
});

describe('renderTable', () => {
  it('has a line for every figure, measured or not, and numbers the machines', () => {
    const other = { ...row, ratio: null, rival: null, met: null, note: 'no step within 600 s', machine: 'Xeon' };
    const table = renderTable([eager, compiled, memory], { 'step/eager': row, 'step/compiled': other });
    expect(table.split('\n').slice(2)).toEqual([
      '| step, views/s | 103 | 73.2 (PyTorch) | 1.41 | >= 1.4 | met | 2026-11-25 (1) | `--only step` |',
      '| step, views/s | 103 | PyTorch |  |  | no step within 600 s | 2026-11-25 (2) | `--only step` |',
      '| step, views/s |  | PyTorch |  | <= 1 | not measured |  | `--only memory` |',
      '',
      '1. EPYC, 2 cores; torch 2.15.0.',
      '2. Xeon; torch 2.15.0.',
    ]);
  });
});
