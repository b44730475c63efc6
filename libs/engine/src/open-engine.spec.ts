import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fileStamps, LIBRARY_FILES, libraryPlace, locateLibrary, TFJS_VERSION } from './library';
import { openEngine } from './open-engine';

const provided = locateLibrary('cpu');
let cache: string;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'amcl-engine-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

it('says how to provide a library that is not there, and takes wasm where it may choose', async () => {
  vi.stubEnv('AMCL_CACHE', cache);
  await expect(openEngine({ backend: 'tensorflow' })).rejects.toThrow(/npx nx run libtensorflow:provide/);
  const { identity, threads } = await openEngine({ backend: 'auto' });
  expect({ identity, threads }).toEqual({
    identity: { backend: 'wasm', tfjs: TFJS_VERSION, library: null },
    threads: 1,
  });
  vi.stubEnv('AMCL_LIBTENSORFLOW', 'gpu');
  await expect(openEngine({ backend: 'auto' })).rejects.toThrow(/npx nx run libtensorflow:provide/);
});

it('names the folder of a library that cannot be loaded', async () => {
  vi.stubEnv('AMCL_CACHE', cache);
  const place = libraryPlace('cpu');
  if (place === null) throw new Error('Expected a wheel for this platform');
  mkdirSync(place.folder, { recursive: true });
  for (const name of LIBRARY_FILES) writeFileSync(join(place.library, name), 'no library');
  for (const path of [place.binding, place.graph, place.loader]) writeFileSync(path, 'no addon');
  const identity = { name: 'tensorflow-cpu', version: '2.21.0', sha256: '' };
  writeFileSync(place.record, JSON.stringify({ identity, files: fileStamps(place.library) }));
  await expect(openEngine({ backend: 'auto' })).rejects.toThrow(
    new RegExp(`Could not load libtensorflow.*Remove .*${basename(place.folder)}, then run: npx nx run`),
  );
});

it('takes AMCL_BACKEND for auto, and no other name', async () => {
  vi.stubEnv('AMCL_BACKEND', 'cpu');
  expect((await openEngine({ backend: 'auto' })).identity.backend).toBe('cpu');
  expect(tf.getBackend()).toBe('cpu');
  expect((await openEngine({ backend: 'wasm' })).identity.backend).toBe('wasm');
  vi.stubEnv('AMCL_BACKEND', 'webgl');
  await expect(openEngine({ backend: 'auto' })).rejects.toThrow(/AMCL_BACKEND but received webgl/);
});

it('opens the library that was provided, on every core', async () => {
  vi.stubEnv('TF_NUM_INTRAOP_THREADS', undefined); // vitest.config.mts
  const engine = await openEngine({ backend: 'auto' });
  expect(engine.identity).toEqual({ backend: 'tensorflow', tfjs: TFJS_VERSION, library: provided?.identity });
  expect(engine.threads).toBe(availableParallelism());
  expect(engine.device.length).toBeGreaterThan(0);
  expect(tf.getBackend()).toBe('tensorflow');
});

it('refuses to go on where a GPU is asked for and there is none', async () => {
  vi.stubEnv('AMCL_CACHE', cache);
  vi.stubEnv('AMCL_LIBTENSORFLOW', 'gpu');
  const place = libraryPlace('gpu');
  // On arm64 there is no library for GPUs to ask for.
  if (place === null || provided === null) return expect(process.arch).toBe('arm64');
  mkdirSync(join(cache, 'libtensorflow'));
  symlinkSync(provided.folder, place.folder);
  // The library for CPUs, in the place of the other: it finds no GPU anywhere.
  for (const backend of ['tensorflow', 'auto'] as const)
    await expect(openEngine({ backend })).rejects.toThrow(
      /Expected a GPU .* but TensorFlow found none\. nvidia-smi must/,
    );
});
