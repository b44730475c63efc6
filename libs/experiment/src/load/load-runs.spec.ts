import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { experimentFile, experimentNames, loadExperiment, loadRuns } from './index';

let workspace: string;

function declare(folder: string, seeds: readonly number[] = [4, 5]): void {
  mkdirSync(join(workspace, 'pipelines', folder), { recursive: true });
  writeFileSync(
    join(workspace, 'pipelines', folder, 'experiment.ts'),
    `module.exports = { default: { seeds: [${seeds.join()}] } };`,
  );
}

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'load-'));
  for (const name of ['small-moco', 'small-simclr']) declare(name);
});
afterEach(() => rmSync(workspace, { recursive: true }));

describe('the experiments of a workspace', () => {
  it('are the folders with an experiment.ts', () => {
    expect(experimentNames(workspace)).toEqual(['small-moco', 'small-simclr']);
    expect(experimentNames(tmpdir())).toEqual([]);
  });

  it('may lie in the folder of a family; recipes are none', () => {
    for (const folder of ['paper/ours', '_base', '_base/ours', 'paper/_ours', 'paper/ours/deeper'])
      declare(folder, [7]);
    writeFileSync(join(workspace, 'pipelines/README.md'), '');
    expect(experimentNames(workspace)).toEqual(['ours', 'small-moco', 'small-simclr']);
    expect(loadExperiment(workspace, 'ours')).toEqual({
      file: 'pipelines/paper/ours/experiment.ts',
      input: { seeds: [7] },
    });
  });

  it('are told apart by their names, whatever the family', () => {
    declare('paper/small-moco');
    expect(experimentNames(workspace)).toEqual(['small-moco', 'small-simclr']);
    expect(() => experimentFile(workspace, 'small-moco')).toThrow(
      'Expected one experiment of the name small-moco but there are pipelines/paper/small-moco/experiment.ts and ' +
        'pipelines/small-moco/experiment.ts: rename one of the folders',
    );
    expect(experimentFile(workspace, 'small-simclr')).toBe('pipelines/small-simclr/experiment.ts');
  });

  it('are run and checked, with the seed of the environment', () => {
    expect(loadRuns(workspace, 'small-moco', {}).map(({ name }) => name)).toEqual(['seed-4', 'seed-5']);
    expect(loadRuns(workspace, 'small-moco', { AMCL_SEED: '9' })).toMatchObject([{ name: null, seed: 9 }]);
  });

  it('are named where there is no such one, the nearest first', () => {
    expect(() => loadRuns(workspace, 'small-simlcr', {})).toThrow(
      'Expected an experiment in pipelines/small-simlcr/experiment.ts, but there is no such file. ' +
        'Did you mean small-simclr? Experiments: small-moco, small-simclr',
    );
    expect(() => loadRuns(workspace, 'quickstart', {})).toThrow('no such file. Experiments: small-moco');
  });
});
