import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ENGINE_IDENTITY_FILE, manifestSchema, sha256 } from '@amcl/artifacts';
import { randomStream } from '@amcl/random';
import { executeStage } from '@amcl/stage';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stages } from './stages';
import type { NxWorkspace } from './testing/nx-workspace';
import { declare, pipelineWorkspace } from './testing/pipeline-workspace';
import { killTree } from './testing/process-tree';
import { RAN, RESULTS, tinyStage } from './testing/tiny-stage';

/**
 * Two processes of Nx start the same experiment at once, and one of them is killed with all that it started: with the real plugin,
 * resolver and runner, and tiny stages. `AMCL_ROUNDS=20` takes more rounds than the suite has time for.
 */
const ROUNDS = Number(process.env['AMCL_ROUNDS'] ?? 8);

let workspace: NxWorkspace;
/** All that were killed. */
const killed = new Set<number>();
/** How long a round took, in milliseconds: within that the next one is killed. */
let duration = 0;
let killedAtWork = 0;

const at = (...path: string[]): string => join(workspace.path, ...path);
const read = (...path: string[]): string => readFileSync(at(...path), 'utf8');

/** Every fourth round changes one section only, so that Nx brings the stages before it back from its cache. */
const setting = (round: number): object => {
  const changed = round - (round % 4 === 3 ? 1 : 0);
  return { seed: changed, dataset: { limit: { train: 1000, test: 1000 } }, pretrain: { epochs: 100 + round } };
};

/** Both from the start to the end, one killed after a share of the time that is usual. @returns what the other one gave */
async function race(round: number): Promise<{ status: number | null; output: string }> {
  const random = randomStream(1, 'two-at-once', round);
  const [victim, share] = [random.integer(2), random.uniform()];
  const started = performance.now();
  const both = [workspace.start('run', 'mine:report'), workspace.start('run', 'mine:report')];
  const dead = both[victim]!;
  await Promise.race([sleep(share * duration), dead.ended]);
  if (dead.child.exitCode === null && dead.child.pid !== undefined) {
    for (const pid of killTree(dead.child.pid)) killed.add(pid);
    killedAtWork++;
  }
  await dead.ended;
  const survived = await both[1 - victim]!.ended;
  duration = performance.now() - started;
  return survived;
}

/** What one process gives that nobody disturbs: the manifests of the stages. */
async function undisturbed(round: number): Promise<string[]> {
  const alone = at('alone', String(round));
  mkdirSync(join(alone, dirname(ENGINE_IDENTITY_FILE)), { recursive: true });
  for (const name of ['apps', 'libs', 'tools', 'node_modules', 'package.json'])
    symlinkSync(at(name), join(alone, name));
  for (const name of [RESULTS, ENGINE_IDENTITY_FILE]) copyFileSync(at(name), join(alone, name));
  cpSync(at('.amcl/out/mine/resolve'), join(alone, '.amcl/out/mine/resolve'), { recursive: true });
  for (const stage of stages)
    await executeStage(tinyStage(stage), {
      experiment: 'mine',
      workspace: alone,
      signal: new AbortController().signal,
      emit: () => undefined,
    });
  return stages.map(({ name }) => readFileSync(join(alone, '.amcl/out/mine', name, 'manifest.json'), 'utf8'));
}

function expectWholeOutputs(): void {
  for (const { name } of stages) {
    const { files } = manifestSchema.parse(JSON.parse(read('.amcl/out/mine', name, 'manifest.json')));
    const found = readdirSync(at('.amcl/out/mine', name)).sort();
    expect(found).toEqual([...Object.keys(files), 'manifest.json', 'run.json'].sort());
    for (const [file, { sha256: expected }] of Object.entries(files))
      expect(sha256(readFileSync(at('.amcl/out/mine', name, file)))).toBe(expected);
  }
  for (const blob of readdirSync(at('.amcl/store')).filter((file) => /^[0-9a-f]{64}$/.test(file)))
    expect(sha256(readFileSync(at('.amcl/store', blob)))).toBe(blob);
}

/** Unfinished files are those of killed processes. */
function expectNothingLeft(): void {
  const files = readdirSync(at('.amcl'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tmp'));
  const pids = files.map((file) => Number(/\.(\d+)-[0-9a-f]{8}\.tmp$/.exec(file)?.[1]));
  expect(pids.filter((pid) => !killed.has(pid))).toEqual([]);
}

beforeAll(() => {
  workspace = pipelineWorkspace();
  process.env['AMCL_CACHE'] = workspace.userCache;
  declare(workspace, 'mine', setting(100));
  const started = performance.now();
  expect(workspace.nx('run', 'mine:report')).toMatchObject({ status: 0 });
  duration = performance.now() - started;
});
afterAll(() => {
  delete process.env['AMCL_CACHE'];
  workspace.remove();
});

it.each(Array.from({ length: ROUNDS }, (_, round) => round))(
  'two at once, one killed, give one good result: round %i',
  async (round) => {
    declare(workspace, 'mine', setting(round));
    const before = existsSync(at(RAN)) ? read(RAN).length : 0;
    const { status, output } = await race(round);
    expect(output).toContain('Successfully ran target report for project mine');
    expect(status).toBe(0);
    expect(JSON.parse(read('.amcl/out/mine/resolve/pretrain.json'))).toMatchObject({
      section: { epochs: 100 + round },
    });
    expectWholeOutputs();
    expectNothingLeft();
    const works = read(RAN).slice(before).trimEnd().split('\n');
    for (const work of works) expect(works.filter((other) => other === work).length).toBeLessThanOrEqual(2);
    expect(new Set(works).size).toBe(round % 4 === 3 ? 3 : stages.length);
    expect(stages.map(({ name }) => read('.amcl/out/mine', name, 'manifest.json'))).toEqual(await undisturbed(round));
  },
);

it('leaves Nx a cache that gives the same, after kills of processes at their work', () => {
  const before = stages.map(({ name }) => read('.amcl/out/mine', name, 'manifest.json'));
  expect(workspace.nx('run', 'mine:report').output).toContain('Successfully ran');
  expectWholeOutputs();
  expect(stages.map(({ name }) => read('.amcl/out/mine', name, 'manifest.json'))).toEqual(before);
  expect(killedAtWork).toBeGreaterThan(ROUNDS / 4);
});
