import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { choicesDigest, type Kernel, type KernelChoice } from './kernel-choice';
import { addToTable, readTable } from './kernel-table';
import { KernelTuner } from './kernel-tuner';
import { tablePlace, type TablePlace } from './table-place';

const kernel: Kernel = { operation: 'conv2d', shape: 'x [2, 4]', type: 'float32' };
const WAYS = ['tensorflow', 'taps'];
const never = () => {
  throw new Error('Expected no measurement');
};

let folder: string;
let place: TablePlace;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amcl-tuner-'));
  vi.stubEnv('AMCL_CACHE', folder);
  place = tablePlace({ name: 'tensorflow-cpu', version: '2.21.0', sha256: '' });
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A tuner on a clock that a measurement of `seconds` moves on. */
async function tunerOf(given: readonly KernelChoice[] = []) {
  let now = 0;
  const tuner = await KernelTuner.open({ place, given, clock: () => now });
  const measuring = (milliseconds: Record<string, number>, seconds: number) => (clock: () => number) => {
    expect(clock()).toBe(now);
    now += 1000 * seconds;
    return milliseconds;
  };
  return { tuner, measuring };
}

describe('KernelTuner', () => {
  it('measures a kernel once, and hands it on to later trainings by the table', async () => {
    const { tuner, measuring } = await tunerOf();
    expect(tuner.digest).toBeNull();
    expect(tuner.choose(kernel, WAYS, measuring({ tensorflow: 3, taps: 2 }, 4))).toBe('taps');
    expect(tuner.choose(kernel, WAYS, never)).toBe('taps');
    const other = { ...kernel, type: 'bfloat16' as const };
    expect(tuner.choose(other, WAYS, measuring({ tensorflow: 2, taps: 2 }, 1))).toBe('tensorflow');
    expect(tuner.measured).toEqual({ count: 2, seconds: 5 });
    await tuner.save();
    expect(tuner.measured).toEqual({ count: 0, seconds: 0 });
    expect((await readTable(place)).kernels).toEqual([
      { ...other, way: 'tensorflow', milliseconds: { tensorflow: 2, taps: 2 } },
      { ...kernel, way: 'taps', milliseconds: { tensorflow: 3, taps: 2 } },
    ]);

    const { tuner: later } = await tunerOf();
    expect(later.choose(kernel, WAYS, never)).toBe('taps');
    expect(later.choices).toEqual([{ ...kernel, way: 'taps' }]);
    expect(later.digest).toBe(choicesDigest([{ ...kernel, way: 'taps' }]));
    expect(later.measured.count).toBe(0);
  });

  it('measures again where the ways are others than those of the table', async () => {
    await addToTable(place, [{ ...kernel, way: 'taps', milliseconds: { tensorflow: 3, taps: 2 } }]);
    const { tuner, measuring } = await tunerOf();
    expect(tuner.choose(kernel, [...WAYS, 'amcl'], measuring({ tensorflow: 3, taps: 2, amcl: 1 }, 1))).toBe('amcl');
    await tuner.save();
    expect((await readTable(place)).kernels.map(({ way }) => way)).toEqual(['amcl']);
  });

  it('keeps the choices of a training that goes on, whatever the table says', async () => {
    await addToTable(place, [{ ...kernel, way: 'taps', milliseconds: { tensorflow: 3, taps: 2 } }]);
    const { tuner } = await tunerOf([{ ...kernel, way: 'tensorflow' }]);
    expect(tuner.choose(kernel, WAYS, never)).toBe('tensorflow');
    expect(tuner.choices).toEqual([{ ...kernel, way: 'tensorflow' }]);
  });

  it('takes the only way there is without measuring, and stays with it where there are more by then', async () => {
    const { tuner } = await tunerOf();
    expect(tuner.choose(kernel, ['tensorflow'], never)).toBe('tensorflow');
    expect(tuner.measured.count).toBe(0);
    const { tuner: later } = await tunerOf(tuner.choices);
    expect(later.choose(kernel, ['amcl', ...WAYS], never)).toBe('tensorflow');
  });

  it('refuses to go on where the way taken before does not serve', async () => {
    const { tuner } = await tunerOf([{ ...kernel, way: 'amcl' }]);
    expect(() => tuner.choose(kernel, ['tensorflow'], never)).toThrow(UserError);
    expect(() => tuner.choose(kernel, WAYS, never)).toThrow(
      /one of the ways tensorflow, taps for conv2d of x \[2, 4\] .* by amcl, .* remove its checkpoint/,
    );
  });
});
