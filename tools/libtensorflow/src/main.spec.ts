import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pinnedWheel } from '@amcl/engine/library';
import { Machine } from './testing/machine';

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

const identity = () => JSON.parse(readFileSync(machine.identity, 'utf8')) as { backend: string; library: unknown };
const cached = () => readdirSync(join(machine.cache, 'libtensorflow'));

describe('the pinned wheel', () => {
  it('is fetched, unpacked and compiled once', async () => {
    const first = await machine.run();
    expect(first.stderr).toBe('');
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(
      /fetching tensorflow.*\n.*unpacking.*\n.*compiling.*\n.*2\.21\.0 is ready \(\d+ s\)\n$/,
    );
    const wheel = pinnedWheel('cpu');
    expect(identity()).toEqual({
      backend: 'tensorflow',
      tfjs: '4.22.0',
      library: { name: wheel?.name, version: wheel?.version, sha256: wheel?.sha256 },
    });
    expect(readFileSync(machine.identity, 'utf8')).not.toContain(machine.folder);
    expect(cached()).toEqual([`${wheel?.name}-2.21.0-${process.arch}`]);

    const written = statSync(machine.identity).mtimeMs;
    const second = await machine.run();
    expect(second.stdout).toBe(`libtensorflow: ${wheel?.name} 2.21.0 is ready\n`);
    expect(machine.counts()).toEqual({ fetched: 1, compiled: 1 });
    expect(statSync(machine.identity).mtimeMs).toBe(written);
  });

  it('is fetched by one of two that run at once', async () => {
    machine.setCompiler('sleep 1');
    const [one, other] = await Promise.all([machine.run(), machine.run()]);
    expect([one.code, other.code]).toEqual([0, 0]);
    expect(one.stdout + other.stdout).toContain('another process is at it');
    expect(machine.counts()).toEqual({ fetched: 1, compiled: 1 });
  });

  it('is fetched anew after a kill in the fetch', async () => {
    machine.setPip('for last; do :; done; echo part > "$last/part.whl"; sleep 60');
    const killed = machine.start();
    await killed.printed('fetching');
    killed.kill();
    await killed.done;
    expect(existsSync(machine.identity)).toBe(false);
    machine.setPip(`for last; do :; done; cp "${machine.folder}/fake.whl" "$last/"`);
    expect((await machine.run()).code).toBe(0);
    expect(identity().backend).toBe('tensorflow');
    expect(cached()).toHaveLength(1);
  });

  it('is not fetched again after a kill in the compilation', async () => {
    machine.setCompiler('sleep 60');
    const killed = machine.start();
    await killed.printed('compiling the binding');
    killed.kill();
    await killed.done;
    machine.setCompiler('');
    const result = await machine.run();
    expect(result.code).toBe(0);
    expect(result.stdout).not.toContain('fetching');
    expect(machine.counts().fetched).toBe(1);
    expect(cached()).toHaveLength(1);
  });

  it('is made again where a part of it is gone', async () => {
    await machine.run();
    const [folder = ''] = cached();
    rmSync(join(machine.cache, 'libtensorflow', folder, 'libtensorflow_cc.so.2'));
    expect((await machine.run()).stdout).toContain('fetching');
    expect(identity().backend).toBe('tensorflow');
  });
});

describe('a machine that lacks something', () => {
  const lacks: [string, () => void, RegExp][] = [
    ['pip', () => machine.setPip(null), /needs Python 3 with pip .*apt-get install python3-pip/],
    ['a compiler', () => machine.setCompiler(null), /needs a C\+\+ compiler .*apt-get install g\+\+/],
    [
      'a network',
      () => machine.setPip('echo "ERROR: no route to host" >&2; exit 1'),
      /pip could not.*no route to host/,
    ],
    [
      'a compiler that can',
      () => machine.setCompiler('echo "x.h:1: error: C++98" >&2; exit 1'),
      /x\.h:1: error: C\+\+98/,
    ],
    [
      'what the library wants of it',
      () => machine.setLibrary('libtensorflow_cc.so.2', 'int lacking(); int call() { return lacking(); }'),
      /cannot be loaded on this machine: .*undefined symbol/,
    ],
  ];

  it.each(lacks)('goes on with wasm and says so in a line: %s', async (_, take, message) => {
    take();
    const { code, stdout, stderr } = await machine.run();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.trim().split('\n').at(-1)).toMatch(message);
    expect(stdout).toContain('Going on with the wasm backend');
    expect(identity()).toEqual({ backend: 'wasm', tfjs: '4.22.0', library: null });
  });

  it.each([
    ['AMCL_BACKEND', 'tensorflow'],
    ['AMCL_LIBTENSORFLOW', 'gpu'],
  ])('is an error for %s=%s', async (variable, value) => {
    machine.setCompiler(null);
    const { code, stderr } = await machine.run({ [variable]: value });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^libtensorflow: The native engine needs a C\+\+ compiler/);
    expect(stderr).not.toContain('    at ');
    expect(existsSync(machine.identity)).toBe(false);
  });
});

it('takes no wheel but the pinned one', async () => {
  machine.setPip('echo "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE." >&2; exit 1');
  const { code, stderr } = await machine.run();
  expect(code).toBe(1);
  expect(stderr).toMatch(/with sha256 [0-9a-f]{64}, but pip was given another file/);
});

it.each(['wasm', 'cpu'])('fetches nothing for AMCL_BACKEND=%s', async (backend) => {
  const { code } = await machine.run({ AMCL_BACKEND: backend });
  expect(code).toBe(0);
  expect(identity()).toEqual({ backend, tfjs: '4.22.0', library: null });
  expect(existsSync(machine.cache)).toBe(false);
});

it('rejects another AMCL_BACKEND', async () => {
  const { code, stderr } = await machine.run({ AMCL_BACKEND: 'webgpu' });
  expect([code, stderr]).toEqual([
    1,
    'libtensorflow: Expected auto, tensorflow, wasm, cpu for AMCL_BACKEND but received webgpu\n',
  ]);
});

describe('a folder of the user', () => {
  it('gets a binding, and another when its library changes', async () => {
    machine.setPip(null);
    const env = { AMCL_LIBTENSORFLOW: machine.library };
    const first = await machine.run(env);
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(identity().library).toMatchObject({ name: 'directory', version: '9.9.9' });
    await machine.run(env);
    expect(machine.counts()).toEqual({ fetched: 0, compiled: 1 });
    utimesSync(join(machine.library, 'libtensorflow_cc.so.2'), 1, 1);
    await machine.run(env);
    expect(machine.counts().compiled).toBe(2);
  });

  it('must hold the library', async () => {
    rmSync(join(machine.library, 'libtensorflow_framework.so.2'));
    const { code, stderr } = await machine.run({ AMCL_LIBTENSORFLOW: machine.library });
    expect(code).toBe(1);
    expect(stderr).toMatch(/Expected .*libtensorflow_framework\.so\.2, because AMCL_LIBTENSORFLOW names this folder/);
  });
});
