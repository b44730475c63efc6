import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeSafetensors } from '@amcl/artifacts';
import { casesOf, readCase } from './parity-case';
import { mismatch, shareOfTolerance } from './tolerance';

const folder = mkdtempSync(join(tmpdir(), 'parity-'));
afterAll(() => rmSync(folder, { recursive: true }));

const f32 = (...data: number[]) => ({ dtype: 'F32' as const, shape: [data.length], data: Float32Array.from(data) });
const u8 = (...data: number[]) => ({ dtype: 'U8' as const, shape: [data.length], data: Uint8Array.from(data) });

function write(name: string, op: string, tensors: Parameters<typeof encodeSafetensors>[0]): string {
  const path = join(folder, `${name}.safetensors`);
  const head = { op, params: { temperature: 0.5 }, tolerance: { value: 0.1, grad: 0.01, uint8: 2 } };
  writeFileSync(path, encodeSafetensors(tensors, { case: JSON.stringify(head) }));
  return path;
}

describe('readCase', () => {
  it('groups the tensors and reads the head', () => {
    const read = readCase(
      write('a_1', 'a', { 'in.x': f32(1, 2), 'param.layers.0.weight': f32(3), 'out.loss': f32(4) }),
    );
    expect(read).toMatchObject({ name: 'a_1', op: 'a', params: { temperature: 0.5 } });
    expect([...read.in.x!.data]).toEqual([1, 2]);
    expect(Object.keys(read.param)).toEqual(['layers.0.weight']);
  });

  it('refuses a tensor outside the groups and a file without a head', () => {
    expect(() => readCase(write('b_1', 'b', { x: f32(1) }))).toThrow(/named in\., .* but found x/);
    const bare = join(folder, 'bare.safetensors');
    writeFileSync(bare, encodeSafetensors({ 'in.x': f32(1) }));
    expect(() => readCase(bare)).toThrow(/not a parity case/);
  });

  it('finds the cases of one op alone', () => {
    expect(casesOf('nt_xent').map(({ name }) => name)).toEqual(['nt_xent_1', 'nt_xent_2', 'nt_xent_3']);
    expect(() => casesOf('nt_xen')).toThrow(/but found none/);
  });
});

describe('shareOfTolerance', () => {
  const parityCase = readCase(
    write('c_1', 'c', {
      'out.small': f32(0.5, -0.25),
      'out.large': f32(-100, 1),
      'out.index': u8(3),
      'grad.x': f32(1e-6),
      'grad.w': f32(2),
    }),
  );

  it.each([
    ['a value below 1 counts absolutely', 'out', 'small', [0.55, -0.25], 0.5],
    ['a large value relatively', 'out', 'large', [-105, 1], 0.5],
    ['a gradient relatively', 'grad', 'w', [2.02], 1],
    ['a tiny gradient against 1e-3', 'grad', 'x', [6e-6], 0.5],
    ['integers must be equal', 'out', 'index', [4], Infinity],
    ['NaN never passes', 'out', 'small', [NaN, -0.25], Infinity],
    ['nor does another length', 'out', 'small', [0.5], Infinity],
  ] as const)('%s', (_, group, name, got, share) => {
    const received = shareOfTolerance(parityCase, group, name, got);
    if (share === Infinity) expect(received).toBe(Infinity);
    else expect(received).toBeCloseTo(share, 4);
  });

  it('takes the uint8 tolerance of augment as it is', () => {
    const augment = readCase(write('augment_1', 'augment', { 'out.uint8': u8(200), 'out.float': f32(200) }));
    expect(shareOfTolerance(augment, 'out', 'uint8', [201])).toBe(0.5);
    expect(shareOfTolerance(augment, 'out', 'float', [200.05])).toBeCloseTo(0.5, 3);
  });

  it('is told in a sentence when it is more than 1', () => {
    expect(mismatch(parityCase, 'out', 'large', [-110, 1])).toBeNull();
    expect(mismatch(parityCase, 'out', 'large', [-111, 1])).toMatch(/c_1: out.large is 1.1\d* times the tolerance/);
    expect(() => mismatch(parityCase, 'out', 'absent', [1])).toThrow(/out.absent/);
  });
});
