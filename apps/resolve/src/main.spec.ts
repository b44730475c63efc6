import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const register = createRequire(__filename).resolve('@amcl/register');
const main = resolve(__dirname, 'main.ts');
let workspace: string;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'resolve-'));
  symlinkSync(resolve(__dirname, '../../../node_modules'), join(workspace, 'node_modules'));
});
afterEach(() => rmSync(workspace, { recursive: true }));

function run(source: string | null, options = ['--experiment', 'mine'], seed = '') {
  mkdirSync(join(workspace, 'pipelines/mine'), { recursive: true });
  if (source !== null) writeFileSync(join(workspace, 'pipelines/mine/experiment.ts'), source);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-r', register, main, ...options], {
    cwd: workspace,
    env: { ...process.env, AMCL_SEED: seed },
    encoding: 'utf8',
  });
  return { status, stdout, stderr: stderr.trimEnd() };
}

const folder = () => join(workspace, '.amcl/out/mine');
const read = (section: string): unknown =>
  JSON.parse(readFileSync(join(folder(), 'resolve', `${section}.json`), 'utf8'));

it('writes one JSON a section, with the seed and every default', () => {
  const source = `import { defineExperiment } from '@amcl/experiment';
    export default defineExperiment({ seed: 7, report: { title: 'Mine' } });`;
  expect(run(source)).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(readdirSync(folder())).toEqual(['resolve']);
  expect(readdirSync(join(folder(), 'resolve')).sort()).toEqual([
    'augmentation.json',
    'dataset.json',
    'linearProbe.json',
    'pretrain.json',
    'report.json',
    'runs.json',
  ]);
  expect(read('runs')).toEqual([{ name: null, seed: 7, point: {} }]);
  expect(read('report')).toEqual({ seed: 7, section: { title: 'Mine' } });
  expect(read('dataset')).toEqual({ seed: 7, section: { name: 'cifar10', holdOut: null, source: 'npm', limit: null } });
});

it('writes the section of each run, and what its point sets, of an experiment of several runs', () => {
  const parameters = `{ report: { values: [1] } }`;
  expect(run(`export default { sweep: { parameters: ${parameters} } };`)).toMatchObject({ status: 1 });
  const source = `export default { seeds: [3, 4], sweep: { parameters: { 'pretrain.epochs': { values: [5] } } } };`;
  expect(run(source)).toEqual({ status: 0, stdout: '', stderr: '' });
  const point = { 'pretrain.epochs': 5 };
  expect(read('runs')).toEqual([
    { name: 'point-1-seed-3', seed: 3, point },
    { name: 'point-1-seed-4', seed: 4, point },
  ]);
  expect(read('pretrain')).toMatchObject({
    runs: [
      { name: 'point-1-seed-3', seed: 3, section: { epochs: 5 } },
      { name: 'point-1-seed-4', seed: 4, section: { epochs: 5 } },
    ],
  });
});

it('writes for pretrain the sweep that goes on choosing in training', () => {
  const grid = `parameters: { 'pretrain.epochs': { values: [5, 6] } }`;
  expect(run(`export default { sweep: { ${grid} } };`).status).toBe(0);
  expect(read('pretrain')).not.toHaveProperty('sweep');
  expect(run(`export default { sweep: { ${grid}, earlyStopping: {} } };`).status).toBe(0);
  expect(read('pretrain')).toHaveProperty('sweep.earlyStopping', { warmupEpochs: 1, startupRuns: 4 });
  expect(read('linearProbe')).not.toHaveProperty('sweep');
  expect(run(`export default { sweep: { ${grid}, method: 'tpe', trials: 3 } };`).status).toBe(0);
  expect(read('pretrain')).toMatchObject({ sweep: { method: 'tpe' }, runs: [{ section: { epochs: 800 } }, {}, {}] });
  expect(read('runs')).toEqual([1, 2, 3].map((number) => ({ name: `point-${number}`, seed: 1, point: {} })));
});

it('writes the seed of AMCL_SEED in place of its own, and nothing for a wrong one', () => {
  const source = 'export default { seed: 7 };';
  expect(run(source, undefined, '-2')).toMatchObject({
    status: 1,
    stderr: "Expected a whole number from 0 to 4294967295 for environment variable AMCL_SEED but received '-2'",
  });
  expect(existsSync(folder())).toBe(false);
  expect(run(source, undefined, '2').status).toBe(0);
  expect(read('pretrain')).toMatchObject({ seed: 2 });
});

it('takes the place of what stood there, and leaves it when the experiment is wrong', () => {
  expect(run('export default { seed: 1 };').status).toBe(0);
  writeFileSync(join(folder(), 'resolve/stale.json'), '{}');
  expect(run('export default { seed: 2, dataste: {} };')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(
      /^pipelines\/mine\/experiment\.ts has 1 problem:\n {2}dataste: expected .* Did you mean dataset\?$/,
    ) as string,
  });
  expect(read('report')).toMatchObject({ seed: 1 });
  expect(run('export default { seed: 3 };').status).toBe(0);
  expect(read('report')).toMatchObject({ seed: 3 });
  expect(readdirSync(join(folder(), 'resolve'))).not.toContain('stale.json');
});

it.each([
  ['a syntax error', 'export default {{;', /^pipelines\/mine\/experiment\.ts could not be run: [^]*experiment\.ts:1/],
  [
    'an error',
    `throw new Error('no luck');`,
    /^pipelines\/mine\/experiment\.ts could not be run: no luck\n {4}at .*experiment\.ts:1:\d+/,
  ],
  ['an import that is not there', `import '../_base/gone';`, /could not be run: Cannot find module '..\/_base\/gone'/],
  [
    'no default export',
    'export const a = 1;',
    /the default export: expected an object with seed, .* but received undefined$/,
  ],
  [
    'no file',
    null,
    /^Expected an experiment in pipelines\/mine\/experiment\.ts, but there is no such file\. Experiments: none$/,
  ],
])('names the file of %s and writes nothing', (_, source, message) => {
  const { status, stderr } = run(source);
  expect(status).toBe(1);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('node:internal');
  expect(existsSync(folder())).toBe(false);
});

it('says what to run when the name is missing', () => {
  expect(run(null, [])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('Run: npx nx run <experiment>:resolve') as string,
  });
});
