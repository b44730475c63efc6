import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  describeLibrary,
  findCompiler,
  findPython,
  IDENTITY_FILE,
  libraryPlace,
  pinnedWheel,
  readIdentity,
  requestedLibrary,
  userCache,
} from './index';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amcl-library-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe('userCache', () => {
  it("is in the user's home, or where AMCL_CACHE says", () => {
    vi.stubEnv('AMCL_CACHE', '');
    vi.stubEnv('XDG_CACHE_HOME', undefined);
    expect(userCache().startsWith(homedir())).toBe(true);
    vi.stubEnv('AMCL_CACHE', folder);
    expect(userCache()).toBe(folder);
    expect(libraryPlace('cpu')?.folder.startsWith(folder)).toBe(true);
  });
});

describe('requestedLibrary', () => {
  it.each([
    ['', 'cpu'],
    ['gpu', 'gpu'],
    ['/opt/tensorflow', { directory: '/opt/tensorflow' }],
    ['here', { directory: join(process.cwd(), 'here') }],
  ])('AMCL_LIBTENSORFLOW=%s', (value, expected) => {
    vi.stubEnv('AMCL_LIBTENSORFLOW', value);
    expect(requestedLibrary()).toEqual(expected);
  });

  it('puts different folders in different places, with a link back to none', () => {
    const [one, other] = ['/a', '/b'].map((directory) => libraryPlace({ directory }));
    expect(one?.folder).not.toBe(other?.folder);
    expect(one?.library).toBe('/a');
  });
});

describe('describeLibrary', () => {
  it('is missing, with the command to run, where the tools are there', async () => {
    vi.stubEnv('AMCL_CACHE', folder);
    const { state, fix, prerequisites } = await describeLibrary();
    expect([state, fix]).toEqual(['missing', 'Run: npx nx run libtensorflow:provide']);
    expect(prerequisites).toHaveLength(3);
  });

  it('is impossible, with what to install, where they are not', async () => {
    vi.stubEnv('AMCL_CACHE', folder);
    vi.stubEnv('PATH', folder);
    vi.stubEnv('CXX', undefined);
    const { state, fix } = await describeLibrary();
    expect(state).toBe('impossible');
    expect(fix).toMatch(/Install g\+\+.*Install python3-pip.*Then run/);
  });

  it('is not needed where another backend is asked for', async () => {
    vi.stubEnv('AMCL_BACKEND', 'wasm');
    expect(await describeLibrary()).toMatchObject({ state: 'not needed', fix: null });
  });

  it('is ready once provided', async () => {
    const { state, library } = await describeLibrary();
    expect(state).toBe('ready');
    expect(library?.identity.sha256).toBe(pinnedWheel('cpu')?.sha256);
  });
});

it('finds a compiler by CXX and a Python by its pip', async () => {
  expect(await findPython()).toMatchObject({ command: 'python3', version: expect.stringMatching(/^pip /) as string });
  vi.stubEnv('CXX', 'no-such-compiler');
  expect((await findCompiler()).command).toBe('g++');
});

describe('readIdentity', () => {
  const write = (text: string) => {
    mkdirSync(join(folder, '.amcl/out/engine'), { recursive: true });
    writeFileSync(join(folder, IDENTITY_FILE), text);
  };

  it('reads what was provided', () => {
    const identity = { backend: 'wasm', tfjs: '4.22.0', library: null };
    write(JSON.stringify(identity));
    expect(readIdentity(folder)).toEqual(identity);
  });

  it.each([['{'], ['{"backend":"webgl","tfjs":"4.22.0","library":null}']])(
    'names the command instead of %s',
    (text) => {
      write(text);
      expect(() => readIdentity(folder)).toThrow(/engine\.json\. Run: npx nx run libtensorflow:provide/);
    },
  );

  it('names the command where there is none', () => {
    expect(() => readIdentity(folder)).toThrow(/npx nx run libtensorflow:provide/);
  });
});
