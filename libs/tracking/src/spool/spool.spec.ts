import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inBatches } from '../send/batches';
import { readLines } from './read-lines';
import { SpoolFolder } from './spool-folder';
import { SpoolWriter } from './spool-writer';

let folder: SpoolFolder;
beforeEach(() => (folder = new SpoolFolder(mkdtempSync(join(tmpdir(), 'spool-')))));
afterEach(() => rmSync(folder.path, { recursive: true }));

const read = (from = 0) => [...readLines(folder.lines, from)];
const stepsOf = () => read().flatMap(({ line }) => (line.kind === 'metrics' ? [[line.step, line.values]] : []));

describe('a spool', () => {
  it('leaves out the steps of a metric that an earlier process gave', () => {
    const first = new SpoolWriter(folder);
    first.metrics(1, { a: 1 });
    first.metrics(2, { a: 2, b: NaN });
    const second = new SpoolWriter(folder);
    second.metrics(2, { a: 2, b: 5, c: 7 });
    second.metrics(3, { a: 3 });
    expect(stepsOf()).toEqual([
      [1, { a: 1 }],
      [2, { a: 2, b: 'NaN' }],
      [2, { c: 7 }],
      [3, { a: 3 }],
    ]);
  });

  it('passes over a line that a kill has cut, and goes on after it', () => {
    new SpoolWriter(folder).metrics(1, { a: 1 });
    appendFileSync(folder.lines, '{"kind":"metrics","ti');
    expect(stepsOf()).toHaveLength(1);
    new SpoolWriter(folder).metrics(2, { a: 2 });
    expect(stepsOf().map(([step]) => step)).toEqual([1, 2]);
  });

  it('is read on from where it was read to, over the borders of chunks', () => {
    const writer = new SpoolWriter(folder);
    for (let step = 0; step < 3; step++)
      writer.append({ kind: 'tags', values: { long: String(step).repeat(700_000) } });
    const [first, ...others] = read();
    expect(others).toHaveLength(2);
    expect(read(first?.end)).toEqual(others);
  });

  it('goes out in requests of 1000 points, and of 100 parameters of which the last one ends the line', () => {
    const writer = new SpoolWriter(folder);
    for (let step = 0; step < 700; step++) writer.metrics(step, { a: 1, b: 2 });
    writer.append({
      kind: 'params',
      values: Object.fromEntries(Array.from({ length: 250 }, (_, at) => [`p${at}`, '1'])),
    });
    writer.append({ kind: 'tags', values: {} });
    const steps = [...inBatches(readLines(folder.lines, 0))];
    expect(steps.map(({ points, batch }) => [points, Object.keys(batch?.params ?? {}).length])).toEqual([
      [1000, 0],
      [400, 0],
      [0, 100],
      [0, 100],
      [0, 50],
      [0, 0],
    ]);
    const ends = read().map(({ end }) => end);
    expect(steps.map(({ end }) => end)).toEqual([ends[499], ends[699], null, null, ends[700], ends[701]]);
  });
});
