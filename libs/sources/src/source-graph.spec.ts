import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSources } from './read-sources';
import { SourceGraph } from './source-graph';

let root: string;

function write(files: Record<string, unknown>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

const project = (name: string, tag = 'type:foundation') => ({ name: `@x/${name}`, nx: { tags: [tag] } });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sources-'));
  write({
    'package.json': { workspaces: ['libs/*', 'apps/*'] },
    'apps/train/package.json': project('train'),
    'apps/train/src/main.ts': `import { step } from '@x/step'; import { show } from '@x/terminal'; import 'rxjs/operators';`,
    'apps/train/src/main.spec.ts': `import '@x/unused'; import 'vitest';`,
    'apps/train/src/testing/help.ts': `import 'vitest';`,
    'libs/step/package.json': project('step'),
    'libs/step/src/index.ts': `export * from './deep/step';`,
    'libs/step/src/deep/step.ts': `import { join } from 'node:path'; import fs from 'fs'; import type { Loss } from '@x/loss/types';`,
    'libs/step/src/worker.js': `const pool = require('@pool/threads/worker');`,
    'libs/step/src/kernel.cc': `import "not code";`,
    'libs/loss/package.json': project('loss'),
    'libs/loss/src/index.ts': `import '@x/step';`,
    'libs/unused/package.json': project('unused'),
    'libs/unused/src/index.ts': `import 'left-pad';`,
    'libs/terminal/package.json': project('terminal', 'type:observer'),
    'libs/terminal/src/index.ts': `import 'cli-progress';`,
    'pipelines/_base/base.ts': `import '@x/loss';`,
    'pipelines/mine/experiment.ts': `import base from '../_base/base'; import './not-there';`,
    'node_modules/rxjs/package.json': { version: '7.0.0' },
    'node_modules/@pool/threads/package.json': { version: '1.0.0' },
  });
});
afterEach(() => rmSync(root, { recursive: true }));

describe('closure', () => {
  it('holds the whole src of every package that is imported, without tests and observers', () => {
    expect(new SourceGraph(root).closure('apps/train')).toEqual({
      files: [
        'apps/train/src/main.ts',
        'libs/loss/src/index.ts',
        'libs/step/src/deep/step.ts',
        'libs/step/src/index.ts',
        'libs/step/src/kernel.cc',
        'libs/step/src/worker.js',
      ],
      projects: [
        expect.objectContaining({ name: '@x/loss', root: 'libs/loss' }),
        expect.objectContaining({ name: '@x/step', root: 'libs/step' }),
        expect.objectContaining({ name: '@x/train', root: 'apps/train' }),
      ],
      packages: ['@pool/threads', 'rxjs'],
    });
  });

  it('of a file holds the files that it imports by path, and passes over one that is not there', () => {
    const { files, projects } = new SourceGraph(root).closure('pipelines/mine/experiment.ts');
    expect(files.filter((file) => file.startsWith('pipelines'))).toEqual([
      'pipelines/_base/base.ts',
      'pipelines/mine/experiment.ts',
    ]);
    expect(projects.map(({ name }) => name)).toEqual(['@x/loss', '@x/step']);
  });

  it('refuses an entry that is not there', () => {
    expect(() => new SourceGraph(root).closure('apps/none')).toThrow(
      'Expected a file or the folder of a workspace package',
    );
  });
});

describe('readSources', () => {
  const digest = () => readSources(root, 'apps/train').digest;

  it('gives the installed versions', () => {
    expect(readSources(root, 'apps/train').packages).toEqual({ '@pool/threads': '1.0.0', rxjs: '7.0.0' });
  });

  it.each([
    ['a file of the entry', 'apps/train/src/main.ts', `import { step } from '@x/step'; import 'rxjs';`],
    ['a file of a package behind another', 'libs/loss/src/index.ts', `import '@x/step'; //`],
    ['a file that is not code', 'libs/step/src/kernel.cc', ''],
    ['a new file', 'libs/step/src/new.ts', ''],
    ['the version of a package', 'node_modules/rxjs/package.json', { version: '7.0.1' }],
  ])('changes with %s', (_, file, content) => {
    const before = digest();
    write({ [file]: content });
    expect(digest()).not.toBe(before);
  });

  it.each([
    ['a test', 'libs/loss/src/index.spec.ts', 'test'],
    ['what serves tests', 'libs/loss/src/testing/help.ts', 'help'],
    ['an observer', 'libs/terminal/src/index.ts', `import 'ora';`],
    ['a package that is not imported', 'libs/unused/src/index.ts', ''],
  ])('does not change with %s', (_, file, content) => {
    const before = digest();
    write({ [file]: content });
    expect(digest()).toBe(before);
  });

  it('says how to get a package that is not installed', () => {
    rmSync(join(root, 'node_modules/rxjs'), { recursive: true });
    expect(digest).toThrow('Expected the package rxjs in node_modules. Run: npm ci');
  });
});
