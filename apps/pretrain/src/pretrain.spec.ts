import { copyFileSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { TINY, TinyWorkspace } from './testing/tiny-workspace';

const workspaces: TinyWorkspace[] = [];
afterEach(() => workspaces.splice(0).forEach((workspace) => workspace.remove()));

async function workspaceOf(section = TINY): Promise<TinyWorkspace> {
  const workspace = await TinyWorkspace.create(section);
  workspaces.push(workspace);
  return workspace;
}

describe('stage pretrain', () => {
  it('ends the same after five SIGKILLs as without: encoder, head, losses, manifest', async () => {
    const [whole, killed] = [await workspaceOf(), await workspaceOf()];
    const { code, out } = await whole.run();
    expect(code).toBe(0);
    expect(out.match(/^epoch \d+\/10 .*$/gm)).toHaveLength(10);
    expect(out).toMatch(
      /^epoch 4\/10 {2}loss \d+\.\d{4} {2}lr 0\.0\d+ {2}kNN 100\.00 % {2}\d+ views\/s {2}\d+\.\d min left$/m,
    );
    for (const steps of [3, 8, 15, 26, 38]) {
      expect((await killed.run({ steps, signal: 'SIGKILL' })).code).toBeNull();
      expect(killed.hasOutput()).toBe(false);
    }
    expect((await killed.run()).out).toContain('going on at step 35');
    const [a, b] = [await whole.output(), await killed.output()];
    expect(b.manifest).toEqual(a.manifest);
    expect(a.manifest.files['encoder.safetensors']?.blob).toBe(true);
    expect(a.result).toMatchObject({ steps: 40, epochs: 10, encoder: { features: 16 } });
    expect(a.result.knn.map(({ epoch }) => epoch)).toEqual([0, 4, 8, 10]);
    expect(killed.work()).toBeNull();
    const run = JSON.parse(readFileSync(b.path('run.json'), 'utf8')) as object;
    expect(run).toMatchObject({ resumedAt: 35, threads: expect.any(Number) as number });
  });

  it('writes a checkpoint when it is interrupted, exits 130 and goes on from there', async () => {
    const workspace = await workspaceOf();
    const { code, error } = await workspace.run({ steps: 10, signal: 'SIGINT' });
    expect(code).toBe(130);
    expect(error).toContain('pretrain was stopped. Run the same command again to go on.');
    const at = /going on at step (\d+)/.exec((await workspace.run()).out)?.[1];
    expect(Number(at)).toBeGreaterThanOrEqual(10);
  });

  it('stops at a loss that is not finite and names step, rate and last good checkpoint', async () => {
    const workspace = await workspaceOf({ ...TINY, optimizer: { ...TINY.optimizer, lr: 1e30 } });
    const { code, error } = await workspace.run();
    expect(code).toBe(1);
    expect(error).toMatch(
      /Expected a finite loss but received \S+ at step \d+ with learning rate \S+e\+\d+\..*Last good checkpoint: none/,
    );
    expect(workspace.hasOutput()).toBe(false);
  });

  it('refuses a checkpoint of another experiment, and one cut short', async () => {
    const [one, other] = [await workspaceOf(), await workspaceOf({ ...TINY, epochs: 11 })];
    for (const workspace of [one, other]) await workspace.run({ steps: 9, signal: 'SIGKILL' });
    const [foreign, own] = [other.checkpoint() ?? '', one.checkpoint() ?? ''];
    copyFileSync(foreign, own);
    const mixed = await one.run();
    expect(mixed).toMatchObject({
      code: 1,
      error: expect.stringContaining('belongs to another experiment or version') as string,
    });
    truncateSync(own, 5000);
    const cut = await one.run();
    expect(cut.code).toBe(1);
    expect(cut.error).toMatch(/checkpoint\.safetensors.*truncated or damaged/);
  });

  it('names the command that provides the engine when it is missing', async () => {
    const workspace = await workspaceOf();
    const cache = join(workspace.folder, 'empty-cache');
    mkdirSync(cache);
    const missing = await workspace.run(undefined, { AMCL_CACHE: cache });
    expect(missing.code).toBe(1);
    expect(missing.error).toContain('npx nx run libtensorflow:provide');
    expect(missing.error).not.toMatch(/^ +at /m);
  });
});
