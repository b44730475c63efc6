import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TunedKernel } from '@amcl/engine/tuning';
import type { PretrainSection } from '@amcl/experiment';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkedCache } from '@amcl/engine/testing';
import { TINY, TinyWorkspace } from './testing/tiny-workspace';

let cache: string;
const workspaces: TinyWorkspace[] = [];
beforeEach(() => {
  cache = linkedCache();
});
afterEach(() => {
  workspaces.splice(0).forEach((workspace) => workspace.remove());
  rmSync(cache, { recursive: true });
});

async function workspaceOf(section: PretrainSection): Promise<TinyWorkspace> {
  const workspace = await TinyWorkspace.create(section, cache);
  workspaces.push(workspace);
  return workspace;
}

/** Has every kernel of a table computed in another way than the one that was chosen. */
function turnTable(): void {
  for (const name of readdirSync(join(cache, 'kernels'))) {
    const path = join(cache, 'kernels', name);
    const table = JSON.parse(readFileSync(path, 'utf8')) as { kernels: TunedKernel[] };
    for (const kernel of table.kernels)
      kernel.way = Object.keys(kernel.milliseconds).find((way) => way !== kernel.way) ?? '';
    writeFileSync(path, JSON.stringify(table));
  }
}

describe('stage pretrain', () => {
  it('computes in the fastest ways by a table of its own, and goes on in them whatever the table says by then', async () => {
    const section = { ...TINY, epochs: 4 };
    const [whole, stopped, later] = await Promise.all(Array.from({ length: 3 }, () => workspaceOf(section)));
    const told = (await whole!.run()).out;
    expect(told).toMatch(/^kernels: \d+ shapes tuned in \d+\.\d s, table [0-9a-f]{12}$/m);
    const a = await whole!.output();
    expect(told).toContain(`table ${a.result.kernels?.slice(0, 12)}`);
    expect((await stopped!.run({ steps: 9, signal: 'SIGKILL' })).out).not.toContain('kernels:');
    turnTable();
    expect((await stopped!.run()).out).toContain('going on at step 7');
    expect((await stopped!.output()).manifest).toEqual(a.manifest);
    await later!.run();
    expect((await later!.output()).result.kernels).not.toBe(a.result.kernels);
  });

  it('takes the default ways and measures nothing where autotune is off', async () => {
    const workspace = await workspaceOf({ ...TINY, epochs: 1, autotune: false });
    expect((await workspace.run()).out).not.toContain('kernels:');
    expect((await workspace.output()).result.kernels).toBeNull();
    expect(existsSync(join(cache, 'kernels'))).toBe(false);
  });
});
