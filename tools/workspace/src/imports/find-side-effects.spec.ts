import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findSideEffects } from './find-side-effects';

let workspace: string;
beforeEach(() => void (workspace = mkdtempSync(join(tmpdir(), 'effects-'))));
afterEach(() => rmSync(workspace, { recursive: true }));

function write(name: string, content: string): void {
  mkdirSync(dirname(join(workspace, name)), { recursive: true });
  writeFileSync(join(workspace, name), content);
}

it('names the line of a module that does something when it is loaded', () => {
  write('package.json', '{ "workspaces": ["libs/*"] }');
  write('libs/a/package.json', '{ "name": "@x/a", "sideEffects": false }');
  write('libs/a/src/index.ts', `export { b } from './b';\nimport './effect';\n`);
  write('libs/a/src/b.ts', `import c from 'c';\nexport const b = 1;\n\nregister(b);`);
  write('libs/a/src/b.spec.ts', `it('works');`);
  write('libs/b/package.json', '{ "name": "@x/b" }');
  write('libs/b/src/index.ts', `start();`);
  expect(findSideEffects(workspace).sort()).toEqual([
    'libs/a/src/b.ts:4: register(b);',
    "libs/a/src/index.ts:2: import './effect';",
  ]);
});

/** It holds swc while its worker may still be loading: no name of it is taken for that. */
const KNOWN = ["import '@swc/core';"];

it('finds none in the packages of this workspace that say they have none', () => {
  const found = findSideEffects(resolve(__dirname, '../../../..'));
  expect(found.filter((line) => !KNOWN.some((known) => line.endsWith(known)))).toEqual([]);
});
