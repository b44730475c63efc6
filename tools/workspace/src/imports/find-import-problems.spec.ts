import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findImportProblems } from './find-import-problems';

let workspace: string;

function write(files: Record<string, unknown>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, name)), { recursive: true });
    writeFileSync(join(workspace, name), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }
}

const library = (name: string, more: object = {}) => ({
  name: `@amcl/${name}`,
  exports: { '.': './src/index.ts', './load': './src/load/index.ts' },
  nx: { tags: [`scope:${name}`, 'type:kernel'] },
  ...more,
});

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'imports-'));
  write({
    'package.json': { workspaces: ['libs/*'], devDependencies: { vitest: '1.0.0' } },
    'libs/base/package.json': library('base'),
    'libs/base/src/index.ts': `import { join } from 'node:path'; import fs from 'fs/promises';`,
    'libs/loss/package.json': library('loss', {
      dependencies: { '@amcl/base': '*', rxjs: '1.0.0' },
      peerDependencies: { gpu: '1.0.0' },
      devDependencies: { '@amcl/register': '*', tar: '1.0.0' },
    }),
    'libs/loss/src/index.ts': `import '@amcl/base';\nimport '@amcl/base/load';\nimport 'rxjs/operators'; import 'gpu'; import './own';
      require.resolve('@amcl/register');`,
    'libs/loss/src/index.spec.ts': `import 'vitest'; import 'tar'; import '../src/index';`,
    'libs/loss/src/testing/help.ts': `import 'tar';`,
    'pipelines/one/experiment.ts': `import base from '../_base/base'; import '@amcl/base';`,
  });
});
afterEach(() => rmSync(workspace, { recursive: true }));

it('finds none where every import is an entry of a declared package', () => {
  expect(findImportProblems(workspace)).toEqual([]);
});

it.each([
  [
    'a file past the entries',
    'libs/loss/src/a.ts',
    `\nimport { a } from '@amcl/base/src/a';`,
    /^libs\/loss\/src\/a.ts:2: @amcl\/base\/src\/a is not exported by @amcl\/base.*it has @amcl\/base, @amcl\/base\/load$/,
  ],
  [
    'a file of another package by its path',
    'libs/loss/src/a.ts',
    `export * from '../../base/src/a';`,
    /^libs\/loss\/src\/a.ts:1: \.\.\/\.\.\/base\/src\/a leaves libs\/loss/,
  ],
  [
    'the same in a call, in a test',
    'libs/loss/src/a.spec.ts',
    `await import('../../base/src/a');`,
    /leaves libs\/loss/,
  ],
  [
    'a package that is not declared',
    'libs/loss/src/a.ts',
    `import type { z } from 'zod';`,
    /^libs\/loss\/src\/a.ts:1: zod is not declared. Add it to dependencies of libs\/loss\/package.json/,
  ],
  [
    'one that is declared for tests alone',
    'libs/loss/src/a.ts',
    `import 'tar';`,
    /tar is not declared. Add it to dependencies of/,
  ],
  ['one that the workspace has', 'libs/loss/src/a.ts', `import 'vitest';`, /vitest is not declared/],
  [
    'one that no test declares',
    'libs/base/src/a.spec.ts',
    `import 'tar';`,
    /tar is not declared. Add it to devDependencies of libs\/base/,
  ],
  [
    'a library in an experiment past its entries',
    'pipelines/one/experiment.ts',
    `import '@amcl/base/src/a';`,
    /^pipelines\/one\/experiment.ts:1: .* is not exported/,
  ],
  [
    'a library in an experiment by its path',
    'pipelines/one/experiment.ts',
    `import '../../libs/base/src';`,
    /leaves pipelines/,
  ],
  [
    'a package that is declared and not used',
    'libs/base/package.json',
    library('base', { dependencies: { zod: '1.0.0' } }),
    /^libs\/base\/package.json:\d+: zod is not imported/,
  ],
])('finds %s', (_, file, content, message) => {
  write({ [file]: content });
  expect(findImportProblems(workspace)).toEqual([expect.stringMatching(message)]);
});
