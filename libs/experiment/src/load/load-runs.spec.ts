import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { experimentNames, loadRuns } from './index';

let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'load-'));
  for (const name of ['small-moco', 'small-simclr', '_base'])
    mkdirSync(join(workspace, 'pipelines', name), { recursive: true });
  for (const name of ['small-simclr', 'small-moco'])
    writeFileSync(
      join(workspace, 'pipelines', name, 'experiment.ts'),
      'module.exports = { default: { seeds: [4, 5] } };',
    );
});
afterEach(() => rmSync(workspace, { recursive: true }));

describe('the experiments of a workspace', () => {
  it('are the folders with an experiment.ts', () => {
    expect(experimentNames(workspace)).toEqual(['small-moco', 'small-simclr']);
    expect(experimentNames(tmpdir())).toEqual([]);
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
