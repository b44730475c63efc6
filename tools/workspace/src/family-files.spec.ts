import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { familyFiles, familyOf, familyTables } from './family-files';

let workspace: string;
beforeEach(() => void (workspace = mkdtempSync(join(tmpdir(), 'family-'))));
afterEach(() => rmSync(workspace, { recursive: true }));

function write(files: Readonly<Record<string, string | null>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, file)), { recursive: true });
    writeFileSync(join(workspace, file), text ?? '');
  }
}

it('is a folder with a table of experiments', () => {
  expect(familyTables(workspace)).toEqual([]);
  write({
    'pipelines/reach/experiments.ts': '',
    'pipelines/paper/experiments.ts': '',
    'pipelines/mine/experiment.ts': '',
    'pipelines/README.md': '',
  });
  expect(familyTables(workspace)).toEqual(['pipelines/paper/experiments.ts', 'pipelines/reach/experiments.ts']);
});

it('has a file for each experiment of its table, and loses those that left it', () => {
  write({ 'pipelines/paper/experiments.ts': '' });
  const made = familyFiles(workspace, familyOf('pipelines/paper/experiments.ts', { default: { one: {}, two: {} } }));
  expect(Object.keys(made)).toEqual(['pipelines/paper/one/experiment.ts', 'pipelines/paper/two/experiment.ts']);
  expect(made['pipelines/paper/one/experiment.ts']).toContain(`import experiments from '../experiments';`);
  expect(made['pipelines/paper/two/experiment.ts']).toContain(`export default experiments['two']!;`);
  write({ ...made, 'pipelines/paper/by-hand/experiment.ts': 'export default {};' });
  expect(familyFiles(workspace, familyOf('pipelines/paper/experiments.ts', { default: { two: {} } }))).toEqual({
    'pipelines/paper/two/experiment.ts': made['pipelines/paper/two/experiment.ts'],
    'pipelines/paper/one/experiment.ts': null,
  });
});
