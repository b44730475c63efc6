import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SourceReader, type SourceList } from './read-sources';
import { SourceGraph } from './source-graph';

let root: string;

function write(files: Record<string, unknown>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

const project = (name: string, tag = 'type:foundation', more: object = { sideEffects: false }) => ({
  name: `@x/${name}`,
  exports: { '.': './src/index.ts', './extra': './src/extra.ts' },
  nx: { tags: [tag] },
  ...more,
});
const lock = (rxjs = '7.0.0', tslib = '2.0.0') => ({
  packages: {
    '': {},
    'node_modules/@x/loss': { resolved: 'libs/loss', link: true },
    'node_modules/@pool/threads': { version: '1.0.0' },
    'node_modules/rxjs': { version: rxjs, dependencies: { tslib: '*' } },
    'node_modules/tslib': { version: tslib },
    'node_modules/left-pad': { version: '1.0.0' },
  },
});

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sources-'));
  write({
    'package.json': { workspaces: ['libs/*', 'apps/*'] },
    'package-lock.json': lock(),
    'node_modules/.package-lock.json': lock(),
    'apps/train/package.json': project('train'),
    'apps/train/src/main.ts': `import { step } from '@x/step'; import { nce } from '@x/loss'; import { show } from '@x/terminal'; import { go } from '@x/runner';`,
    'apps/train/src/main.spec.ts': `import '@x/unused'; import 'vitest';`,
    'libs/step/package.json': project('step'),
    'libs/step/src/index.ts': `export * from './deep/step';`,
    'libs/step/src/deep/step.ts': `import { join } from 'node:path'; import fs from 'fs'; import type { Loss } from '@x/loss/extra'; import './worker.js'; join(__dirname, 'kernel.cc')`,
    'libs/step/src/deep/kernel.cc': `import "not code";`,
    'libs/step/src/deep/step.spec.ts': `import 'vitest';`,
    'libs/step/src/deep/worker.js': `const pool = require('@pool/threads/worker');`,
    'libs/step/src/orphan.ts': '',
    'libs/loss/package.json': project('loss'),
    'libs/loss/src/index.ts': `export { nce, type Nce } from './nce'; export { barlow } from './barlow'; export type { T } from './types';`,
    'libs/loss/src/nce.ts': `import { map } from 'rxjs/operators'; /** Old. */ export const nce = (x: number) => x;`,
    'libs/loss/src/barlow.ts': `import 'left-pad';`,
    'libs/loss/src/types.ts': '',
    'libs/loss/src/extra.ts': '',
    'libs/unused/package.json': project('unused'),
    'libs/unused/src/index.ts': `import 'left-pad';`,
    'libs/terminal/package.json': project('terminal', 'type:observer'),
    'libs/terminal/src/index.ts': `import 'cli-progress';`,
    'libs/runner/package.json': project('runner', 'type:driver'),
    'libs/runner/src/index.ts': `import '@x/loss/extra';`,
    'pipelines/_base/base.ts': `import { barlow } from '@x/loss';`,
    'pipelines/mine/experiment.ts': `import base from '../_base/base'; import './not-there';`,
  });
});
afterEach(() => rmSync(root, { recursive: true }));

const closure = (...leaveOut: string[]) => new SourceGraph(root).closure('apps/train/src/main.ts', leaveOut);

describe('closure', () => {
  it('holds the files that are imported, behind a barrel only those of the names that are taken', () => {
    const { files, projects, packages } = closure('type:observer', 'type:driver');
    expect(files).toEqual([
      'apps/train/src/main.ts',
      'libs/loss/src/nce.ts',
      'libs/step/src/deep/kernel.cc',
      'libs/step/src/deep/step.ts',
      'libs/step/src/deep/worker.js',
    ]);
    expect(projects.map(({ name }) => name)).toEqual(['@x/loss', '@x/step', '@x/train']);
    expect(packages).toEqual(['@pool/threads', 'rxjs']);
  });

  it('follows the packages of the layers that are not left out', () => {
    const more = closure('type:observer').files.filter(
      (file) => !closure('type:observer', 'type:driver').files.includes(file),
    );
    expect(more).toEqual(['libs/loss/src/extra.ts', 'libs/runner/src/index.ts']);
    expect(closure().packages).toContain('cli-progress');
  });

  it('holds a whole barrel of a package that does not say that it has no side effects', () => {
    write({ 'libs/loss/package.json': project('loss', 'type:foundation', {}) });
    const { files, packages } = closure('type:driver');
    expect(files).toEqual(expect.arrayContaining(['libs/loss/src/index.ts', 'libs/loss/src/barlow.ts']));
    expect(files).not.toContain('libs/loss/src/types.ts');
    expect(packages).toContain('left-pad');
  });

  it('of a file holds the files that it imports by path, and passes over one that is not there', () => {
    const { files, projects } = new SourceGraph(root).closure('pipelines/mine/experiment.ts');
    expect(files).toEqual(['libs/loss/src/barlow.ts', 'pipelines/_base/base.ts', 'pipelines/mine/experiment.ts']);
    expect(projects.map(({ name }) => name)).toEqual(['@x/loss']);
  });

  it('holds of a barrel only what is chosen of it, however it is imported', () => {
    write({
      'libs/loss/src/index.ts': `export { pick } from './pick';`,
      'libs/loss/src/pick.ts': `import * as table from './table'; export const pick = (name: string) => table[name];`,
      'libs/loss/src/table.ts': `export { nce } from './nce'; export { barlow } from './barlow';`,
      'apps/train/src/main.ts': `import { pick } from '@x/loss';`,
    });
    const chosen = (...names: string[]) =>
      new SourceGraph(root).closure('apps/train/src/main.ts', [], { 'libs/loss/src/table.ts': names });
    const files = ['apps/train/src/main.ts', 'libs/loss/src/nce.ts', 'libs/loss/src/pick.ts'];
    expect(chosen('nce')).toMatchObject({ files, packages: ['rxjs'] });
    expect(chosen().files).toEqual(['apps/train/src/main.ts', 'libs/loss/src/pick.ts']);
    expect(closure().packages).toEqual(['left-pad', 'rxjs']);
    expect(() => chosen('other')).toThrow(
      'Expected libs/loss/src/table.ts to pass on other but it passes on nce,barlow',
    );
    const none = { 'libs/loss/src/nce.ts': ['nce'] };
    expect(() => new SourceGraph(root).closure('apps/train/src/main.ts', [], none)).toThrow('passes on nothing');
  });

  it('refuses an entry that is not there', () => {
    expect(() => new SourceGraph(root).closure('apps/none')).toThrow('Expected a file of the workspace');
  });
});

describe('SourceReader', () => {
  const read = () => new SourceReader(root).read('apps/train/src/main.ts');

  it('gives files and versions, of what packages depend on too', () => {
    const { list, packages } = read();
    expect(packages).toEqual({ '@pool/threads': '1.0.0', rxjs: '7.0.0' });
    const ingredients = JSON.parse(list) as SourceList;
    expect(ingredients.packages).toEqual({ '@pool/threads': '1.0.0', rxjs: '7.0.0', tslib: '2.0.0' });
    expect(Object.keys(ingredients.files)).toEqual(closure('type:observer', 'type:driver').files);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a file of the entry', { 'apps/train/src/main.ts': `import { step } from '@x/step';` }],
    ['a file of a package', { 'libs/loss/src/nce.ts': `import 'rxjs'; export const nce = (x: number) => x + 1;` }],
    ['a file that is not code', { 'libs/step/src/deep/kernel.cc': '' }],
    ['a new file beside one that opens files', { 'libs/step/src/deep/new.txt': '' }],
    [
      'the version of a package',
      { 'package-lock.json': lock('7.0.1'), 'node_modules/.package-lock.json': lock('7.0.1') },
    ],
    [
      'that of one behind it',
      { 'package-lock.json': lock('7.0.0', '2.0.1'), 'node_modules/.package-lock.json': lock('7.0.0', '2.0.1') },
    ],
  ])('has another digest with %s', (_, files) => {
    const before = read().digest;
    write(files);
    expect(read().digest).not.toBe(before);
  });

  it.each<[string, Record<string, unknown>]>([
    [
      'a comment, a type and a blank',
      {
        'libs/loss/src/nce.ts': `import {map} from 'rxjs/operators';\n/** New. */\nexport const nce = (x: string): any => x;`,
      },
    ],
    ['a test', { 'libs/step/src/deep/step.spec.ts': 'test' }],
    ['a file that nothing imports', { 'libs/step/src/orphan.ts': 'export const a = 1;' }],
    ['a name of a barrel that is not taken', { 'libs/loss/src/barlow.ts': 'export const barlow = 1;' }],
    [
      'a new name in a barrel',
      {
        'libs/loss/src/index.ts': `export { nce } from './nce'; export { barlow } from './barlow'; export * as extra from './extra';`,
      },
    ],
    ['types', { 'libs/loss/src/types.ts': 'export type T = 1;' }],
    ['an observer', { 'libs/terminal/src/index.ts': `import 'ora';` }],
    ['a driver', { 'libs/runner/src/index.ts': `export const go = 1;` }],
    ['a package that is not imported', { 'libs/unused/src/index.ts': '' }],
  ])('has the same digest with another %s', (_, files) => {
    const before = read().digest;
    write(files);
    expect(read().digest).toBe(before);
  });

  it('reads a file once: what it gives is the code that runs, not what is edited meanwhile', () => {
    const reader = new SourceReader(root);
    const before = reader.read('apps/train/src/main.ts');
    write({ 'libs/loss/src/nce.ts': `import 'left-pad'; export const nce = 2;` });
    expect(reader.read('apps/train/src/main.ts')).toEqual(before);
    expect(read()).not.toEqual(before);
  });

  it('says how to get a package that is not installed, or not in the version of the lockfile', () => {
    write({ 'node_modules/.package-lock.json': lock('6.9.9') });
    expect(read).toThrow(
      'Expected rxjs 7.0.0 in node_modules, as package-lock.json has it, but it is 6.9.9. Run: npm ci',
    );
    write({ 'package-lock.json': { packages: {} } });
    expect(read).toThrow('in node_modules. Run: npm ci');
  });
});
