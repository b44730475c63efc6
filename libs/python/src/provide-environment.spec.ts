import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@amcl/artifacts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { provideEnvironment, type PythonPackages } from './provide-environment';
import { runPython } from './run-python';

const WHEEL = 'greeting-1.0-py3-none-any.whl';
/** A wheel of one module, by Python's own zipfile. */
const MAKE_WHEEL = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as wheel:
    wheel.writestr('greeting.py', 'TEXT = "hello"')
    info = 'greeting-1.0.dist-info/'
    wheel.writestr(info + 'METADATA', 'Metadata-Version: 2.1\\nName: greeting\\nVersion: 1.0\\n')
    wheel.writestr(info + 'WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr(info + 'RECORD', '')
`;

let folder: string;
let packages: PythonPackages;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'amcl-python-'));
  vi.stubEnv('AMCL_CACHE', join(folder, 'cache'));
  const wheel = join(folder, WHEEL);
  expect(await runPython('python3', ['-c', MAKE_WHEEL, wheel])).toMatchObject({ code: 0 });
  const requirements = join(folder, 'requirements.txt');
  writeFileSync(requirements, `${wheel} --hash=sha256:${sha256(readFileSync(wheel))}\n`);
  packages = { name: 'greeting', title: 'Greeting', purpose: 'to greet', size: '1 kB', requirements };
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe('provideEnvironment', () => {
  it('installs once for several that ask, and is there afterwards', async () => {
    const lines: string[] = [];
    const ask = () => provideEnvironment(packages, (line) => lines.push(line));
    const [python, same] = await Promise.all([ask(), ask()]);
    expect(same).toBe(python);
    expect(lines.filter((line) => line.startsWith('installing Greeting with pip into'))).toHaveLength(1);
    const greeting = await runPython(python, ['-c', 'import greeting; print(greeting.TEXT)']);
    expect(greeting).toEqual({ code: 0, stdout: 'hello\n', stderr: '' });
    lines.length = 0;
    expect(await ask()).toBe(python);
    expect(lines).toEqual([]);
  });

  it('refuses a file of another hash, and leaves nothing', async () => {
    writeFileSync(packages.requirements, `${join(folder, WHEEL)} --hash=sha256:${'0'.repeat(64)}\n`);
    await expect(provideEnvironment(packages, () => undefined)).rejects.toThrow(
      'pip was given another file of Greeting than its requirements pin',
    );
    expect(readdirSync(join(folder, 'cache', 'greeting'))).toEqual([]);
  });

  it('says what a Python is for where there is none', async () => {
    vi.stubEnv('PATH', folder);
    await expect(provideEnvironment(packages, () => undefined)).rejects.toThrow(
      /^Expected a Python of 3\.10 or later with venv, to greet, but found: python3: .*ENOENT.*apt-get install/,
    );
    expect(existsSync(join(folder, 'cache'))).toBe(false);
  });
});
