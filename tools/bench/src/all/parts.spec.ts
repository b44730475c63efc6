import { describe, expect, it } from 'vitest';
import { instructions } from './machine';
import { PARTS } from './parts';
import { expectedSeconds, secondsLeft } from './progress';

const figures = PARTS.flatMap((part) => part.figures);
const read = (id: string, ...lines: object[]) =>
  figures.find((figure) => figure.id === id)?.read(lines as Record<string, unknown>[]);
const speed = (name: string, rounds: number[], limit: number | null = null) => ({
  ...{ name, rounds, limit },
  median: rounds[1] ?? null,
});

describe('PARTS', () => {
  it('have figures with ids of their own, that begin with the name of the part', () => {
    expect(new Set(figures.map(({ id }) => id)).size).toBe(figures.length);
    for (const { name, figures: own } of PARTS) for (const { id } of own) expect(id.split('/')[0]).toBe(name);
  });

  it('name a rival where they need one, and end with the flags of a trial', () => {
    for (const { needsPeer, args } of PARTS) {
      const full = args({ rounds: 3, limit: 9, peer: 'py', trial: false });
      expect(full.includes('py')).toBe(needsPeer);
      expect(args({ rounds: 3, limit: 9, trial: false }).includes('undefined')).toBe(false);
    }
  });
});

describe('readings', () => {
  it('of a step take the ratio within a round', () => {
    const line = { speeds: [speed('PyTorch step', [1, 2, 4]), speed('bare step', [2, 3, 4])] };
    expect(read('step-128-float32/eager', line)).toEqual({ ours: 3, rival: 2, ratio: 1.5, note: null });
  });

  it('of a rival without a step in time have no ratio, and say so', () => {
    const line = { speeds: [speed('PyTorch compiled', [], 600), speed('bare step', [2, 3, 4])] };
    const reading = read('step-512-bfloat16/compiled', line);
    expect(reading).toMatchObject({ rival: null, ratio: null, note: expect.stringContaining('600 s') as string });
  });

  it('of a benchmark that printed something else are refused, naming what it printed', () =>
    expect(() => read('stage', { speeds: [speed('bare step', [1])] })).toThrow(/whole stage .* printed bare step/));

  it("of AMCL find the method's line, and compare step times", () => {
    const line = (method: string, stepTimeRatio: number) => ({
      ...{ method, stepTimeRatio },
      speeds: [speed(method, [4, 4]), speed(`${method} + AMCL`, [2, 2])],
    });
    expect(read('amcl/moco', line('simclr', 1), line('moco', 2))).toMatchObject({ ours: 2, rival: 4, ratio: 2 });
  });

  it('of accuracy are the difference of the means over the deviation from seed to seed', () => {
    const row = (experiment: string, ...knn: number[]) => ({
      experiment,
      outcomes: knn.map((top1) => ({ knn: top1 })),
    });
    const [full, half] = [row('quickstart', 40, 42, 44), row('quickstart-bfloat16', 40, 41, 42)];
    expect(read('accuracy', { rows: [full, half] })).toMatchObject({ ours: 41, rival: 42, ratio: 0.5 });
    expect(() => read('accuracy', { rows: [full, row('quickstart-bfloat16', 1)] })).toThrow(/one failed/);
  });
});

describe('the time left', () => {
  it('is what was expected, times how much slower the parts before were', () => {
    expect(secondsLeft([60, 30], [])).toBe(90);
    expect(secondsLeft([60, 30], [{ expected: 20, taken: 40 }])).toBe(180);
  });

  it('expects what a part took before', () => {
    const [part] = PARTS;
    const rows = { [part?.figures[0]?.id ?? '']: { seconds: 7 } } as unknown as Parameters<typeof expectedSeconds>[1];
    expect(part && [expectedSeconds(part, rows), expectedSeconds(part, {})]).toEqual([7, 60 * (part?.minutes ?? 0)]);
  });
});

it.each([
  ['avx2 avx512f avx512_bf16 amx_bf16', 'AVX-512, AVX512-BF16, AMX'],
  ['avx avx2', 'AVX2, no bfloat16 instructions'],
])('tells the instructions that matter of %s', (flags, expected) => expect(instructions(flags)).toBe(expected));
