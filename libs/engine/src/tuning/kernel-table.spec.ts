import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { acquireLock } from '@amcl/artifacts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TunedKernel } from './kernel-choice';
import { addToTable, readTable, removeTable } from './kernel-table';
import { tablePlace, type TablePlace } from './table-place';

const library = { name: 'tensorflow-cpu', version: '2.21.0', sha256: 'ab' };
const kernel = (shape: string, milliseconds: TunedKernel['milliseconds'] = { a: 2, b: 1.5 }): TunedKernel => ({
  operation: 'conv2d filter gradient',
  shape,
  type: 'float32',
  way: 'b',
  milliseconds,
});

let folder: string;
let place: TablePlace;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amcl-tuning-'));
  vi.stubEnv('AMCL_CACHE', folder);
  place = tablePlace(library);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const damage = (content: string) => {
  mkdirSync(dirname(place.path), { recursive: true });
  writeFileSync(place.path, content);
};

describe('tablePlace', () => {
  it('is another for another library and number of threads', () => {
    vi.stubEnv('TF_NUM_INTRAOP_THREADS', '1');
    const [one, newer] = [tablePlace(library), tablePlace({ ...library, version: '2.22.0' })];
    vi.stubEnv('TF_NUM_INTRAOP_THREADS', '3');
    const three = tablePlace(library);
    expect(new Set([one, newer, three].map(({ path }) => path)).size).toBe(3);
    expect([one.owner.threads, three.owner.threads]).toEqual([1, 3]);
    expect(one.path.startsWith(folder)).toBe(true);
  });
});

describe('the table', () => {
  it('comes back as it was added, in one order, without leaving other files', async () => {
    expect(await readTable(place)).toEqual({ kernels: [], warning: null });
    await addToTable(place, [kernel('y'), kernel('x')]);
    expect(await readTable(place)).toEqual({ kernels: [kernel('x'), kernel('y')], warning: null });
    expect(readdirSync(dirname(place.path))).toHaveLength(1);
    const text = readFileSync(place.path, 'utf8');
    await addToTable(place, [kernel('x')]);
    expect(readFileSync(place.path, 'utf8')).toBe(text);
  });

  it('keeps what is there, and replaces what was measured of other ways', async () => {
    await addToTable(place, [kernel('x'), kernel('y', { a: 1 })]);
    await addToTable(place, [kernel('x', { b: 9, a: 9 }), kernel('y', { a: 3, b: 2 })]);
    expect((await readTable(place)).kernels).toEqual([kernel('x'), kernel('y', { a: 3, b: 2 })]);
  });

  it('takes what several processes add at once', async () => {
    const shapes = ['p', 'q', 'r', 's'];
    await Promise.all(shapes.map((shape) => addToTable(place, [kernel(shape), kernel('shared')])));
    const { kernels } = await readTable(place);
    expect(kernels.map(({ shape }) => shape)).toEqual([...shapes, 'shared']);
  });

  it.each([
    ['cut short', '{"owner": {'],
    ['of another form', '{"kernels": []}'],
  ])('is ignored with a warning and made anew where it is %s', async (_, content) => {
    damage(content);
    const { kernels, warning } = await readTable(place);
    expect(kernels).toEqual([]);
    expect(warning).toMatch(/^Expected a table of kernels of this machine in .*\.json: the file is damaged/);
    await addToTable(place, [kernel('x')]);
    expect(await readTable(place)).toEqual({ kernels: [kernel('x')], warning: null });
  });

  it('is ignored where a time is none, or the file is of another machine', async () => {
    damage(JSON.stringify({ owner: place.owner, kernels: [kernel('x', { a: -1 })] }));
    expect((await readTable(place)).warning).not.toBeNull();
    damage(JSON.stringify({ owner: { ...place.owner, cpu: 'other' }, kernels: [kernel('x')] }));
    expect(await readTable(place)).toMatchObject({ kernels: [], warning: expect.any(String) as string });
  });

  it('is not waited for for ever', async () => {
    const lock = await acquireLock(`${place.path}.lock`);
    await expect(addToTable(place, [kernel('x')])).rejects.toThrow(
      new RegExp(`Nothing was added to the table of kernels: Process ${process.pid} on .* is at this work already`),
    );
    await lock.release();
  });

  it('can be removed', async () => {
    await addToTable(place, [kernel('x')]);
    expect([await removeTable(place), await removeTable(place)]).toEqual([true, false]);
  });
});
