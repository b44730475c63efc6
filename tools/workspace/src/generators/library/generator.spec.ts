import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FsTree } from 'nx/src/generators/tree';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findImportProblems } from '../../imports/find-import-problems';
import type { Manifest } from '../../workspace-package';
import libraryGenerator from './generator';

const repository = resolve(__dirname, '../../../../..');
let workspace: string;

const read = (file: string) => readFileSync(join(workspace, file), 'utf8');

/** Runs a program of node_modules in the workspace, and says what it said. */
function run(program: string, ...args: string[]): { status: number | null; output: string } {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(NX_|VITEST|FORCE_COLOR|NODE_OPTIONS)/.test(name),
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(workspace, 'node_modules', program), ...args], {
    cwd: workspace,
    env: { ...Object.fromEntries(inherited), NX_DAEMON: 'false', NO_COLOR: '1' },
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

/** A workspace with what the generator needs, and the rules of this one. */
beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'library-'));
  const files = ['nx.json', 'package-lock.json', 'tsconfig.base.json', 'eslint.config.mjs'];
  for (const file of [...files, 'vitest.config.mts', '.prettierrc.json', '.prettierignore', '.gitignore'])
    cpSync(join(repository, file), join(workspace, file));
  const packages = ['libs/artifacts', 'libs/sources', 'libs/register', 'tools/workspace'];
  for (const root of packages) cpSync(join(repository, root), join(workspace, root), { recursive: true });
  const { devDependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as Manifest;
  const root = { private: true, workspaces: ['libs/*', 'tools/*'], devDependencies };
  writeFileSync(join(workspace, 'package.json'), JSON.stringify(root));
  writeFileSync(join(workspace, 'nx.base.json'), JSON.stringify({ analytics: false, neverConnectToCloud: true }));
  const tsconfig = { extends: './tsconfig.base.json', include: ['libs/new-loss/**/*.ts'] };
  writeFileSync(join(workspace, 'tsconfig.json'), JSON.stringify(tsconfig));
  mkdirSync(join(workspace, 'docs'));
  cpSync(join(repository, 'docs/architecture.md'), join(workspace, 'docs/architecture.md'));
  mkdirSync(join(workspace, '.github'));
  const scopes = {
    artifacts: '@x/pipeline',
    register: '@x/pipeline',
    sources: '@x/pipeline',
    workspace: '@x/pipeline',
  };
  writeFileSync(join(workspace, '.github/owners.json'), JSON.stringify({ workspace: '@x/all', scopes }));

  const modules = join(workspace, 'node_modules');
  mkdirSync(join(modules, '@amcl'), { recursive: true });
  for (const name of readdirSync(join(repository, 'node_modules')))
    if (name !== '@amcl' && name !== '.cache') symlinkSync(join(repository, 'node_modules', name), join(modules, name));
  for (const root of packages) symlinkSync(join(workspace, root), join(modules, '@amcl', root.split('/')[1] ?? ''));
});
afterAll(() => rmSync(workspace, { recursive: true }));

it('makes a library that passes lint, types, tests, and the rules of imports', () => {
  const made = run('nx/dist/bin/nx.js', 'g', 'library', 'new-loss', '--owner', 'pipeline', '--layer', 'kernel');
  expect(made.output).toContain('CREATE libs/new-loss/src/mean.spec.ts');
  expect(made.output).toMatch(/npm install +links it/);
  expect(read('.github/owners.json')).toContain('"new-loss": "@x/pipeline"');
  expect(read('.github/CODEOWNERS')).toMatch(/^\/libs\/new-loss\/ +@x\/pipeline$/m);
  expect(read('docs/architecture.md')).toContain('libs_new_loss["new-loss"]');
  expect(JSON.parse(read('libs/new-loss/package.json'))).toMatchObject({
    name: '@amcl/new-loss',
    nx: { tags: ['scope:new-loss', 'type:kernel'] },
  });
  expect(findImportProblems(workspace)).toEqual([]);
  const good = { status: 0 };
  expect(run('prettier/bin/prettier.cjs', '--check', 'libs/new-loss', '.github')).toMatchObject(good);
  expect(run('eslint/bin/eslint.js', '--max-warnings', '0', 'libs/new-loss')).toMatchObject(good);
  expect(run('typescript/bin/tsc', '-p', 'tsconfig.json')).toMatchObject(good);
  const tests = run('vitest/vitest.mjs', 'run', 'libs/new-loss');
  expect(tests.output).toMatch(/Tests +2 passed/);
});

it.each([
  [{ name: 'Loss', owner: 'pipeline', layer: 'kernel' }, 'Expected lower-case words joined by hyphens'],
  [{ name: 'sources', owner: 'pipeline', layer: 'kernel' }, 'sources is there already'],
  [{ name: 'b', owner: 'nobody', layer: 'kernel' }, 'Expected --owner to be one of @x/all, @x/pipeline'],
  [{ name: 'b', owner: 'pipeline', layer: 'kernl' }, /Expected --layer to be one of foundation, .* received kernl/],
])('refuses %j', (options, message) => {
  const tree = new FsTree(workspace, false);
  expect(() => libraryGenerator(tree, options)).toThrow(message);
  expect(tree.listChanges()).toEqual([]);
});
