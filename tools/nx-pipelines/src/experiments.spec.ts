import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stages } from './stages';
import type { NxWorkspace } from './testing/nx-workspace';
import { pipelineWorkspace } from './testing/pipeline-workspace';
import { RAN } from './testing/tiny-stage';

/**
 * Experiments as they are written, extended and generated, in Nx itself, with the real plugin, resolver and runner, and tiny stages.
 * What else reruns after which change is in tools/incremental, with the real stages.
 */
let workspace: NxWorkspace;

const writeRecipe = (seed: number): void =>
  workspace.write(
    'pipelines/_base/small.ts',
    `import { defineExperiment } from '@amcl/experiment';
export const small = defineExperiment({ seed: ${seed}, dataset: { limit: { train: 1000, test: 1000 } } });`,
  );

/** Runs the whole experiment and says which stages were computed. */
function stagesRun(name: string): string[] {
  const file = join(workspace.path, RAN);
  rmSync(file, { force: true });
  const { status, output } = workspace.nx('run', `${name}:report`);
  expect(output).toContain(`Successfully ran target report for project ${name}`);
  expect(status).toBe(0);
  const works = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  return works.map((work) => work.split(' ')[0] ?? '');
}

const ALL = stages.map(({ name }) => name);

beforeAll(() => {
  workspace = pipelineWorkspace();
  writeRecipe(1);
  workspace.write(
    'pipelines/mine/experiment.ts',
    `import { extend } from '@amcl/experiment';
import { small } from '../_base/small';
export default extend(small, { report: { title: 'one' } });`,
  );
  workspace.write('pipelines/broken/experiment.ts', 'export default { dataste: {} };');
});
afterAll(() => workspace.remove());

it('reruns for a change in the recipe that it extends', () => {
  expect(stagesRun('mine')).toEqual(ALL);
  writeRecipe(2);
  expect(stagesRun('mine')).toEqual(ALL);
});

it('names the field of a malformed experiment, which stops no other', () => {
  const { status, output } = workspace.nx('run', 'broken:resolve');
  expect(status).toBe(1);
  expect(output).toContain('pipelines/broken/experiment.ts has 1 problem:');
  expect(output).toContain('Did you mean dataset?');
});

it('makes an experiment from another that runs at once, on what that one has computed', () => {
  expect(workspace.nx('g', 'experiment', 'next', '--from', 'mine').output).toContain(
    'CREATE pipelines/next/experiment.ts',
  );
  expect(stagesRun('next')).toEqual(['report']); // which names the experiment
});
