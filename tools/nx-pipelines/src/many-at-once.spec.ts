import { readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { acquireLock } from '@amcl/artifacts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NxWorkspace } from './testing/nx-workspace';
import { declare, pipelineWorkspace } from './testing/pipeline-workspace';
import { RAN } from './testing/tiny-stage';

/** Several experiments in one Nx, with the real plugin, resolver and runner, and tiny stages. */
let workspace: NxWorkspace;

/** How often each stage was computed. */
function computed(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of readFileSync(join(workspace.path, RAN), 'utf8').trimEnd().split('\n')) {
    const [stage = ''] = line.split(' ');
    counts[stage] = (counts[stage] ?? 0) + 1;
  }
  return counts;
}

beforeAll(() => void (workspace = pipelineWorkspace()));
afterAll(() => workspace.remove());

it('computes once what experiments share, though they run side by side', () => {
  for (const epochs of [201, 202, 203]) declare(workspace, `small-${epochs}`, { seed: 1, pretrain: { epochs } });
  const run = ['run-many', '-t', 'report', '-p', 'small-*', '--parallel=3', '--outputStyle=stream'];
  const { status, output } = workspace.nx(...run);
  expect(output).toContain('Successfully ran target report for 3 projects');
  expect(status).toBe(0);
  expect(computed()).toEqual({ ingest: 1, augment: 1, pretrain: 3, 'linear-probe': 3, report: 3 });
  for (const stage of ['ingest', 'augment'])
    expect(output.split(`${stage} was done before: taken from .amcl/store`)).toHaveLength(3);
});

it('computes once for all seeds what does not depend on the seed', () => {
  declare(workspace, 'seeds', { seeds: [1, 2, 3], pretrain: { epochs: 201 } });
  expect(workspace.nx('run', 'seeds:pretrain')).toMatchObject({ status: 0 });
  // The data set is that of the experiments above, and the first seed is theirs.
  expect(computed()).toMatchObject({ ingest: 1, augment: 3, pretrain: 5 });
});

it('waits for a training of another checkout, which it names, and ends its wait by Ctrl-C', async () => {
  rmSync(join(workspace.path, '.amcl/store/stages'), { recursive: true }); // or it would be taken from there
  const slot = join(workspace.userCache, 'machine', hostname(), 'slot-0.lock');
  const lock = await acquireLock(slot, { what: 'other:pretrain' });
  const program = ['-r', '@amcl/register', 'apps/pretrain/src/main.ts', '--experiment', 'small-201'];
  const { child, ended, said } = workspace.startNode(program);
  while (!said().includes('waits for')) await sleep(20);
  child.kill('SIGINT');
  expect(await ended).toEqual({
    status: 130,
    output: expect.stringMatching(
      new RegExp(
        `^small-201:pretrain waits for other:pretrain \\(process ${process.pid}, since .* UTC\\) on this machine\\. ` +
          'More at once: AMCL_TRAININGS=2\npretrain was stopped\\. Run the same command again to go on\\.\n$',
      ),
    ) as string,
  });
  await lock.release();
});
