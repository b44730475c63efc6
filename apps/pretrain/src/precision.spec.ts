import { readFileSync, rmSync } from 'node:fs';
import type { Precision, RequestedPrecision } from '@amcl/engine';
import { afterAll, afterEach, expect, it } from 'vitest';
import { linkedCache } from '@amcl/engine/testing';
import { TINY, TinyWorkspace } from './testing/tiny-workspace';

const cache = linkedCache();
afterAll(() => rmSync(cache, { recursive: true }));

let workspace: TinyWorkspace;
afterEach(() => workspace.remove());

/** What `auto` is on this machine: these are the CPUs that multiply bfloat16. */
const resolved = /\b(avx512_bf16|amx_bf16)\b/.test(readFileSync('/proc/cpuinfo', 'utf8')) ? 'bfloat16' : 'float32';

it.each<[RequestedPrecision, Precision]>([
  ['float32', 'float32'],
  ['bfloat16', 'bfloat16'],
  ['auto', resolved],
])('stage pretrain asked for precision %s names in its manifest what it computed in: %s', async (asked, computed) => {
  workspace = await TinyWorkspace.create({ ...TINY, epochs: 1, precision: asked }, cache);
  const { code, out } = await workspace.run();
  expect(code).toBe(0);
  expect(out).toContain(`, ${computed} on tensorflow (`);
  const { result } = await workspace.output();
  expect(result.computed.precision).toBe(computed);
  expect(result.knn.map(({ epoch }) => epoch)).toEqual([0, 1]);
});
