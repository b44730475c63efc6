import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BlobStore, OutputFolder, StageOutput } from '@amcl/artifacts';
import { adaptedSection, resolveRuns, type ExperimentInput, type PretrainSection } from '@amcl/experiment';
import { runPaths } from '@amcl/stage';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { flatten } from './flatten';
import { readSettings } from './read-settings';

let workspace: string;
beforeEach(() => void (workspace = mkdtempSync(join(tmpdir(), 'runs-'))));
afterEach(() => rmSync(workspace, { recursive: true }));

const stopBelow = [{ epoch: 1, top1: 30.123456789 }];
const tpe: ExperimentInput = {
  sweep: {
    method: 'tpe',
    trials: 2,
    parameters: { 'pretrain.optimizer.lr': { distribution: 'uniform', min: 0.01, max: 1 } },
    earlyStopping: {},
  },
};

/** Writes what `resolve` does for an experiment, and an output of run `point-2` by `worked`. */
async function outputOf(input: ExperimentInput, worked: (base: PretrainSection) => PretrainSection) {
  const runs = resolveRuns(input, 'test').map(({ name, seed, experiment }) => ({
    name,
    seed,
    section: experiment.pretrain,
  }));
  const { sweep } = resolveRuns(input, 'test')[0]!.experiment;
  const paths = runPaths(workspace);
  const path = paths.section('mine', 'pretrain');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify({ sweep, runs }));
  const section = worked(runs[1]!.section);
  const folder = paths.output('mine', 'pretrain', 'point-2');
  const output = await OutputFolder.create(folder, new BlobStore(paths.store));
  await output.commit(
    { stage: 'pretrain', result: 1 },
    { work: { key: '', sources: '', packages: {}, inputs: {}, seed: 1, section, finished: new Date(0).toISOString() } },
  );
  return StageOutput.open(folder, z.number());
}

const read = (output: StageOutput<unknown>) =>
  readSettings('pretrain', output, { run: 'point-2', workspace, experiment: 'mine' });

describe('readSettings of a sweep that chooses in training', () => {
  it('gives the settings and the point that it chose', async () => {
    const point = { 'pretrain.optimizer.lr': 0.123456789 };
    const output = await outputOf(tpe, (base) => adaptedSection(base, point, stopBelow, ''));
    const settings = await read(output);
    expect(settings.point).toEqual(point);
    const leaves = new Map(flatten(settings.section));
    expect(leaves.get('optimizer.lr')).toBe('0.123457');
    expect(leaves.get('knn.stopBelow')).toBe('[{ epoch: 1, top1: 30.1235 }]');
  });

  it('gives the bars of a sweep whose points are known', async () => {
    const values = { 'pretrain.optimizer.lr': { values: [0.1, 0.2] } };
    const output = await outputOf({ sweep: { parameters: values, earlyStopping: {} } }, (base) =>
      adaptedSection(base, {}, stopBelow, ''),
    );
    const { section, point } = await read(output);
    expect(section).toMatchObject({ optimizer: { lr: 0.2 }, knn: { stopBelow } });
    expect(point).toEqual({});
  });

  it('refuses an output by other settings than those that there are', async () => {
    const output = await outputOf(tpe, (base) => ({ ...base, epochs: 7 }));
    await expect(read(output)).rejects.toThrow(/Expected .*pretrain\.json to hold the settings.*nx run mine:report/);
  });
});
