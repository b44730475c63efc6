import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENGINE_IDENTITY_FILE, readEngineIdentity } from '@amcl/artifacts';
import { locateLibrary } from '@amcl/engine/library';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { noteEngine } from './note-engine';

let workspace: string;
beforeEach(() => void (workspace = mkdtempSync(join(tmpdir(), 'preflight-'))));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(workspace, { recursive: true });
});

const file = () => join(workspace, ENGINE_IDENTITY_FILE);

it('writes the engine of this machine once', async () => {
  await noteEngine(workspace);
  const identity = await readEngineIdentity(workspace);
  expect(identity).toMatchObject({ backend: 'tensorflow', library: locateLibrary()?.identity });
  const written = statSync(file()).mtimeMs;
  await noteEngine(workspace);
  expect(statSync(file()).mtimeMs).toBe(written);
  vi.stubEnv('AMCL_BACKEND', 'wasm');
  await noteEngine(workspace);
  expect(await readEngineIdentity(workspace)).toMatchObject({ backend: 'wasm', library: null });
});

it('notes that the engine has to be provided, each time anew', async () => {
  vi.stubEnv('AMCL_CACHE', join(workspace, 'empty'));
  await noteEngine(workspace);
  const first = readFileSync(file(), 'utf8');
  expect(first).toContain('missing');
  await expect(readEngineIdentity(workspace)).rejects.toThrow('npx nx run libtensorflow:provide');
  await noteEngine(workspace);
  expect(readFileSync(file(), 'utf8')).not.toBe(first);
});

it('is the slow engine where a machine cannot have the fast one, unless that was asked for', async () => {
  vi.stubEnv('AMCL_CACHE', join(workspace, 'empty'));
  vi.stubEnv('PATH', join(workspace, 'empty'));
  vi.stubEnv('CXX', '');
  await noteEngine(workspace);
  expect(await readEngineIdentity(workspace)).toMatchObject({ backend: 'wasm', library: null });
  vi.stubEnv('AMCL_BACKEND', 'tensorflow');
  await noteEngine(workspace);
  expect(readFileSync(file(), 'utf8')).toContain('missing');
});
