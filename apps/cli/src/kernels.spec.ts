import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { libraryCache } from '@amcl/engine/library';
import { tablePlace, type TunedKernel } from '@amcl/engine/tuning';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeKernels, machinePlace } from './kernels';

const KERNELS: TunedKernel[] = [
  {
    operation: 'conv2d filter gradient',
    shape: 'x [32, 4, 4, 512], dy [32, 4, 4, 512], 3 x 3, stride 1, padding 1',
    type: 'float32',
    way: 'taps',
    milliseconds: { tensorflow: 29.894, taps: 23.371 },
  },
];

let cache: string;
beforeEach(() => {
  const libraries = libraryCache();
  cache = mkdtempSync(join(tmpdir(), 'amcl-kernels-'));
  symlinkSync(libraries, join(cache, 'libtensorflow'));
  vi.stubEnv('AMCL_CACHE', cache);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

function amcl(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, '../bin/amcl.js'), ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

function write(content: string): void {
  const { path } = machinePlace();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

describe('amcl kernels', () => {
  it('prints the table, also as JSON, and removes it', () => {
    const { owner } = machinePlace();
    write(JSON.stringify({ owner, kernels: KERNELS }));
    const { status, stdout } = amcl('kernels');
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^conv2d filter gradient {2}x \[32.*padding 1 {2}float32 {2}taps {2}taps 23\.37, tensorflow 29\.89$/m,
    );
    expect(JSON.parse(amcl('kernels', '--json').stdout)).toEqual({ owner, kernels: KERNELS });
    expect(amcl('kernels', '--clear').stdout).toMatch(/^removed .*\.json\n$/);
    expect(amcl('kernels').stdout).toContain('No kernels yet');
    expect(amcl('kernels', '--clear')).toMatchObject({ status: 0, stdout: 'there was no table\n' });
  });

  it('warns of a damaged file', () => {
    write('{');
    const { status, stdout, stderr } = amcl('kernels');
    expect([status, stdout]).toEqual([0, expect.stringContaining('No kernels yet')]);
    expect(stderr).toMatch(/^warning: .*\.json: the file is damaged/);
  });

  it('names the command that provides the engine where it is missing', () => {
    rmSync(join(cache, 'libtensorflow'));
    const { status, stderr } = amcl('kernels');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Kernels are chosen on the tensorflow engine.*npx nx run libtensorflow:provide\n$/);
  });

  it('has columns, under the machine that they were measured on', () => {
    const library = { name: 'tensorflow-cpu', version: '2.21.0', sha256: '' };
    const place = { ...tablePlace(library), path: '/cache/k.json' };
    const text = describeKernels({ ...place, owner: { ...place.owner, cpu: 'A CPU', threads: 1 } }, KERNELS);
    const [head, , titles, row] = text.split('\n');
    expect(head).toBe('A CPU, 1 thread, tensorflow-cpu 2.21.0: /cache/k.json');
    expect(titles?.indexOf('way')).toBe(row?.indexOf('taps'));
  });
});
