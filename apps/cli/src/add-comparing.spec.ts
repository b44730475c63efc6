import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { finishExperiment } from './testing/finish-experiment';
import { declare, temporaryWorkspace } from './testing/temporary-workspace';

let workspace: string;
beforeAll(async () => {
  workspace = temporaryWorkspace();
  declare(workspace, 'one', '{ seeds: [0, 1] }');
  declare(workspace, 'other', '{ seeds: [0, 1], pretrain: { epochs: 7 } }');
  for (const name of ['one', 'other']) await finishExperiment(workspace, name);
});
afterAll(() => rmSync(workspace, { recursive: true }));

function amcl(...args: string[]) {
  const program = join(__dirname, '../bin/amcl.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: workspace,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

it('prints a table and ends with the path of the page; as JSON, nothing else', () => {
  const { status, stdout } = amcl('compare', 'one', 'other');
  expect(status).toBe(0);
  const path = stdout.trimEnd().split('\n').at(-1) ?? '';
  expect(path).toBe('.amcl/out/comparison/one+other.html');
  expect(existsSync(join(workspace, path))).toBe(true);
  const json = amcl('compare', 'one', 'other', '--json');
  expect(JSON.parse(json.stdout)).toMatchObject({ experiments: ['one', 'other'], page: path });
});

it('lists as JSON, and fails where an experiment that was named is not there', () => {
  const { status, stdout } = amcl('list', '--json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject([
    { experiment: 'one', result: { knnTop1: { n: 2 } } },
    { experiment: 'other', error: null },
  ]);
  expect(amcl('list', 'onee')).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('Did you mean one?') as string,
  });
  expect(amcl('compare', 'onee')).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining('Did you mean one?') as string,
  });
});
