import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeSafetensors, encodeSafetensors } from '@amcl/artifacts';
import { openEngine } from '@amcl/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lineOf, totalOf } from './format';
import { runCases } from './run-cases';

const CASES = join(__dirname, '..', '..', 'parity', 'cases');
const folder = mkdtempSync(join(tmpdir(), 'parity-runner-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A copy of a case with something changed. */
function altered(
  name: string,
  change: (tensors: ReturnType<typeof decodeSafetensors>['tensors'], head: Record<string, unknown>) => void,
): void {
  const { tensors, metadata } = decodeSafetensors(readFileSync(join(CASES, 'nt_xent_1.safetensors')), name);
  const head = JSON.parse(metadata['case'] ?? '') as Record<string, unknown>;
  change(tensors, head);
  writeFileSync(join(folder, `${name}.safetensors`), encodeSafetensors(tensors, { case: JSON.stringify(head) }));
}

beforeAll(async () => {
  await openEngine({ backend: 'cpu' });
  copyFileSync(join(CASES, 'nt_xent_1.safetensors'), join(folder, 'a_right.safetensors'));
  altered('b_wrong', (tensors) => {
    const gradient = tensors['grad.z1']?.data as Float32Array;
    gradient[3]! += 1;
  });
  altered('c_unknown', (_, head) => (head['op'] = 'nt_xentt'));
  altered('d_more', (tensors) => Object.assign(tensors, { 'out.other': tensors['out.loss'] }));
  copyFileSync(join(CASES, 'nt_xent_1.safetensors'), join(folder, 'e_cut.safetensors'));
  truncateSync(join(folder, 'e_cut.safetensors'), 500);
});

describe('runCases', () => {
  it('passes what is right, and says what is wrong with the rest', () => {
    const told: string[] = [];
    const results = runCases(folder, (result) => told.push(lineOf(result)));
    expect(results.map(({ passed }) => passed)).toEqual([true, false, false, false, false]);
    expect(results.map(({ reason }) => reason)).toEqual([
      null,
      expect.stringMatching(/^grad\.z1 is \d\S* of the tolerance$/),
      expect.stringContaining('unknown op nt_xentt; known are nt_xent,'),
      'out.other is not computed',
      expect.stringMatching(/truncated|damaged/),
    ]);
    expect(told[0]).toMatch(/^a_right +nt_xent +value +0\S* {2}gradient +0\.0\S* {2}pass$/);
    expect(totalOf(results)).toBe('1 passed, 4 failed');
  });

  it('refuses a folder without cases, and none at all', () => {
    const empty = mkdtempSync(join(folder, 'empty-'));
    expect(() => runCases(empty, () => undefined)).toThrow(/parity cases \(\*\.safetensors\) in .* but found none/);
    expect(() => runCases(join(folder, 'absent'), () => undefined)).toThrow(/folder of parity cases/);
  });
});

describe('the command', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['-r', '@amcl/register', join(__dirname, 'main.ts'), '--backend', 'cpu', ...args], {
      encoding: 'utf8',
    });

  it('exits with 1 for a failed case, and prints one JSON object when asked to', () => {
    const { status, stdout, stderr } = run('--cases', folder, '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ backend: 'cpu', precision: 'float32', passed: 1, failed: 4 });
    expect(stderr.trimEnd().split('\n').at(-1)).toBe('1 passed, 4 failed');
  });

  it('refuses bfloat16 on a backend that has none', () => {
    const { status, stderr } = run('--precision', 'bfloat16');
    expect(status).toBe(1);
    expect(stderr).toContain('Expected the tensorflow backend for precision bfloat16');
  });

  it('names a backend that there is not', () => {
    const { status, stderr } = run('--backend', 'cuda');
    expect(status).toBe(1);
    expect(stderr).toContain('Allowed choices are auto, tensorflow, wasm, cpu');
  });
});

it('passes all cases of the folder', () => {
  const results = runCases(CASES, () => undefined).filter(({ op }) => !op.startsWith('resnet'));
  expect(results.length).toBeGreaterThan(60);
  expect(results.filter(({ passed }) => !passed)).toEqual([]);
});
