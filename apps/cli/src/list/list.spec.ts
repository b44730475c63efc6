import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runPaths } from '@amcl/stage';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { finishExperiment, type Make } from '../testing/finish-experiment';
import { declare, ENGINE, provideEngine, temporaryWorkspace } from '../testing/temporary-workspace';
import { describeList } from './describe-list';
import { listExperiments } from './list-experiments';
import { describeReason } from './reason';
import type { ExperimentState } from './state';

let workspace: string;
beforeEach(() => void (workspace = temporaryWorkspace()));
afterEach(() => rmSync(workspace, { recursive: true }));

const STAGES = ['ingest', 'augment', 'pretrain', 'linear-probe', 'report'];

async function list(...names: string[]): Promise<ExperimentState[]> {
  const { cache } = createRequire(__filename);
  for (const file of Object.keys(cache)) if (file.startsWith(workspace)) delete cache[file];
  return listExperiments(workspace, names, {});
}

async function only(): Promise<ExperimentState> {
  const [state] = await list('mine');
  if (state === undefined) throw new Error('Expected the experiment in the list');
  return state;
}

const states = ({ stages }: ExperimentState) => stages.map(({ state }) => state);
/** The reasons of each stage that has any. */
const reasons = ({ stages }: ExperimentState) =>
  Object.fromEntries(
    stages.flatMap(({ stage, runs }) => {
      const all = runs.flatMap((run) => run.reasons.map((reason) => describeReason(reason)));
      return all.length === 0 ? [] : [[stage, all]];
    }),
  );

describe('amcl list', () => {
  it('says of an experiment that was not run that it never was', async () => {
    declare(workspace, 'mine', '{}');
    expect(reasons(await only())).toEqual(Object.fromEntries(STAGES.map((stage) => [stage, ['never run']])));
    expect(describeList(await list())).toMatch(/^mine +never run +never run +never run +never run +never run$/m);
  });

  it('says of one that was run that it is fresh, with its result and when it was measured', async () => {
    declare(workspace, 'mine', '{ seed: 3 }');
    await finishExperiment(workspace, 'mine');
    const state = await only();
    expect(states(state)).toEqual(STAGES.map(() => 'fresh'));
    expect(state.result).toMatchObject({ knnTop1: { n: 1, interval: null }, point: {} });
    expect(Date.parse(state.result?.finished ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect(describeList([state])).toMatch(/^mine +(fresh +){5}52\.00 +\d+\.\d\d +\d{4}-\d\d-\d\d \d\d:\d\d UTC$/m);
  });

  it('has a column of fine-tuned encoders where there is one', async () => {
    const fineTuned = { top1: 61.5, top5: 97, perClass: [], loss: [1] };
    const make: Make = (data) => ({ ...data, probe: { ...data.probe, fineTuned } });
    declare(workspace, 'mine', '{ seeds: [1, 2] }');
    declare(workspace, 'other', '{}');
    await finishExperiment(workspace, 'mine', { make });
    const text = describeList(await list('mine', 'other'));
    expect(text).toMatch(/ linear top-1 +fine-tuned top-1 +measured$/m);
    expect(text).toMatch(/^mine .* 61\.50 ± 0\.00 \(2\) +\d{4}-/m);
    declare(workspace, 'mine', '{ seed: 5 }');
    await finishExperiment(workspace, 'mine');
    expect(describeList(await list('mine'))).not.toContain('fine-tuned');
  });

  it('says that figures are not of the test split', async () => {
    declare(workspace, 'mine', '{ dataset: { holdOut: 5000 } }');
    await finishExperiment(workspace, 'mine', {
      make: (data) => ({ ...data, ingest: { ...data.ingest, evaluatedOn: 'held-out' } }),
    });
    const state = await only();
    expect(state.result?.evaluatedOn).toBe('held-out');
    expect(describeList([state])).toMatch(/^ {2}measured on the held-out split$/m);
  });

  it('names the settings that changed, and the stages that wait for others', async () => {
    declare(workspace, 'mine', '{ pretrain: { epochs: 5 } }');
    await finishExperiment(workspace, 'mine');
    declare(workspace, 'mine', '{ pretrain: { epochs: 6, optimizer: { lr: 0.5 } } }');
    const state = await only();
    expect(states(state)).toEqual(['fresh', 'fresh', 'stale', 'stale', 'stale']);
    expect(reasons(state)).toEqual({
      pretrain: ['settings changed: pretrain.optimizer.lr 0.06 -> 0.5, pretrain.epochs 5 -> 6'],
    });
    expect(state.stages[3]?.runs[0]?.waitsFor).toEqual(['pretrain']);
    expect(describeList([state])).toContain('\n  pretrain: settings changed: pretrain.optimizer.lr 0.06 -> 0.5');
    declare(workspace, 'mine', '{ seed: 2, pretrain: { epochs: 5 } }');
    expect(reasons(await only())).toMatchObject({ augment: ['settings changed: seed 1 -> 2'] });
    expect(states(await only())[0]).toBe('fresh'); // every image, whatever the seed
    declare(workspace, 'mine', '{ seed: 2, dataset: { limit: { train: 1000, test: 1000 } } }');
    expect(reasons(await only())['ingest']?.[0]).toMatch(/^settings changed: .*seed \(none\) -> 2/);
  });

  it('takes what a sweep chose in training for what it would choose again, of the same experiment', async () => {
    const sweep = (epochs: number) => `{ pretrain: { epochs: ${epochs} }, sweep: {
      parameters: { 'pretrain.optimizer.lr': { values: [0.1, 0.2, 0.3] } }, earlyStopping: { startupRuns: 2 } } }`;
    declare(workspace, 'mine', sweep(5));
    await finishExperiment(workspace, 'mine');
    const run = readFileSync(join(runPaths(workspace).output('mine', 'pretrain', 'point-3'), 'run.json'), 'utf8');
    expect(JSON.parse(run)).toHaveProperty('work.section.knn.stopBelow.length', 4);
    const state = await only();
    expect(states(state)).toEqual(STAGES.map(() => 'fresh'));
    declare(workspace, 'mine', sweep(6));
    expect(reasons(await only())['pretrain']).toContain(
      'settings changed: pretrain.epochs 5 -> 6', // of a run without bars
    );
  });

  it('tells a changed input, that its own settings are the same', async () => {
    declare(workspace, 'mine', '{}');
    await finishExperiment(workspace, 'mine');
    const manifest = join(runPaths(workspace).output('mine', 'ingest'), 'manifest.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('airplane', 'aeroplane'));
    const state = await only();
    expect(states(state)).toEqual(['fresh', 'stale', 'stale', 'stale', 'stale']);
    expect(reasons(state)).toEqual(
      Object.fromEntries(STAGES.slice(1).map((stage) => [stage, ['input of ingest changed']])),
    );
  });

  it('tells changed code of a stage', async () => {
    declare(workspace, 'mine', '{}');
    await finishExperiment(workspace, 'mine');
    appendFileSync(join(workspace, 'apps/augment/src/augment.ts'), '\nexport const more = 1;\n');
    const state = await only();
    expect(states(state)).toEqual(['fresh', 'stale', 'stale', 'stale', 'stale']);
    expect(reasons(state)).toEqual({ augment: ['code changed: apps/augment/src/augment.ts (changed)'] });
  });

  it('tells another engine, of the stages that use one', async () => {
    declare(workspace, 'mine', '{}');
    await finishExperiment(workspace, 'mine');
    provideEngine(workspace, { ...ENGINE, backend: 'wasm', library: null });
    const changed = [expect.stringMatching(/^engine changed: backend tensorflow -> wasm, library/) as string];
    expect(reasons(await only())).toEqual({ pretrain: changed, 'linear-probe': changed });
    rmSync(join(workspace, '.amcl/out/engine'), { recursive: true });
    expect(reasons(await only())['pretrain']).toEqual([expect.stringContaining('nx run libtensorflow:provide')]);
  });

  it('tells a missing file, a damaged manifest and an output that does not say by what it was made', async () => {
    declare(workspace, 'mine', '{}');
    await finishExperiment(workspace, 'mine');
    const folder = (stage: string) => runPaths(workspace).output('mine', stage);
    rmSync(join(folder('pretrain'), 'metrics.jsonl'));
    writeFileSync(join(folder('linear-probe'), 'manifest.json'), '{');
    writeFileSync(join(folder('ingest'), 'run.json'), '{"seconds": 3}');
    expect(reasons(await only())).toEqual({
      ingest: ['made by an earlier version, which did not note its code'],
      pretrain: ['metrics.jsonl is missing'],
      'linear-probe': ['its manifest.json is not one of this version'],
      report: ['settings of the stages before changed, which it shows'],
    });
  });

  it('says that a stage is running while a process holds its lock', async () => {
    declare(workspace, 'mine', '{}');
    const seen: string[][] = [];
    const during = async (stage: string) => {
      if (stage === 'pretrain') seen.push(states(await only()));
    };
    await finishExperiment(workspace, 'mine', { during });
    expect(seen).toEqual([['fresh', 'fresh', 'running', 'stale', 'stale']]);
  });

  it('looks at each seed, and gives the mean over those that were measured', async () => {
    declare(workspace, 'mine', '{ seeds: [0, 1] }');
    const make: Make = (data, seed) => {
      const { trained } = data.probe;
      return {
        ...data,
        probe: { ...data.probe, trained: { ...trained, knn: { ...trained.knn, top1: 50 + 2 * seed } } },
      };
    };
    await finishExperiment(workspace, 'mine', { make });
    const state = await only();
    expect(states(state)).toEqual(STAGES.map(() => 'fresh'));
    expect(state.result?.knnTop1).toMatchObject({ n: 2, mean: 51 });
    expect(describeList([state])).toContain('51.00 ± 12.71 (2)');
    declare(workspace, 'mine', '{ seeds: [0, 1, 2] }');
    const more = await only();
    expect(describeList([more])).toMatch(/^mine +stale 2\/3 +stale 2\/3 .* +stale 2\/3 +stale +51\.00/m);
    expect(reasons(more)['report']).toEqual(['runs changed']);
  });

  it('lists a broken experiment with its error on one line, and goes on', async () => {
    declare(workspace, 'good', '{}');
    declare(workspace, 'mine', '{ pretrain: { epoch: 5, batchSze: 3 } }');
    const all = await list();
    expect(all.map(({ experiment, error }) => [experiment, error === null])).toEqual([
      ['good', true],
      ['mine', false],
    ]);
    expect(all[1]?.error).toMatch(/^pipelines\/mine\/experiment\.ts has 2 problems: pretrain\.epoch: .*$/);
    expect(describeList(all)).toMatch(/^mine +broken\n {2}pipelines\/mine/m);
    expect((await list('god'))[0]?.error).toContain('Did you mean good?');
  });
});
