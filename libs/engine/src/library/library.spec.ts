import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeLibrary, findCompiler, findPython, libraryPlace, pinnedWheel, requestedLibrary } from './index';
import { userCache } from '@amcl/artifacts';

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
