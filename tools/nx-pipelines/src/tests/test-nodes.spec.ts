import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ProjectConfiguration, TargetConfiguration } from '@nx/devkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNodesV2 } from '../create-nodes';

let workspaceRoot: string;

function write(files: Record<string, unknown>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(workspaceRoot, name)), { recursive: true });
    writeFileSync(join(workspaceRoot, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

const ROOTS = ['engine', 'losses', 'terminal', 'methods', 'pages'].map((name) => `libs/${name}`).concat('apps/train');

async function infer(): Promise<Record<string, TargetConfiguration>> {
  const files = ROOTS.map((root) => `${root}/package.json`);
  const results = await createNodesV2[1](files, undefined, { workspaceRoot, nxJsonConfiguration: {} });
  const projects = Object.assign({}, ...results.map(([, { projects }]) => projects)) as Record<
    string,
    ProjectConfiguration
  >;
  return Object.fromEntries(Object.entries(projects).map(([root, { targets }]) => [root, targets!['test']!]));
}

const inputsOf = async (root: string) => (await infer())[root]?.inputs ?? [];
/** The packages whose files are an input of the tests of one. */
const readBy = async (root: string) =>
  (await inputsOf(root))
    .filter((input) => typeof input === 'string')
    .flatMap((input) => /^\{workspaceRoot\}\/(.*)\/\*\*\/\*$/.exec(input)?.[1] ?? []);

const project = (name: string, more: object = {}) => ({ name: `@amcl/${name}`, nx: { tags: [], ...more } });

beforeEach(() => {
  workspaceRoot = mkdtempSync(join(tmpdir(), 'nx-tests-'));
  write({
    'package.json': { workspaces: ['libs/*', 'apps/*'] },
    'package-lock.json': { packages: { 'node_modules/rxjs': {}, 'node_modules/zod': {}, 'node_modules/vitest': {} } },
    'libs/engine/package.json': project('engine'),
    'libs/engine/src/index.ts': `import 'zod';`,
    'libs/losses/package.json': project('losses'),
    'libs/losses/src/index.ts': `import '@amcl/engine';`,
    'libs/losses/src/index.spec.ts': `import './index';`,
    'libs/terminal/package.json': project('terminal', { tags: ['type:observer'] }),
    'libs/terminal/src/index.ts': `import 'rxjs';`,
    'libs/terminal/src/index.spec.ts': '',
    'libs/pages/package.json': project('pages'),
    'libs/pages/src/index.ts': '',
    'libs/pages/src/testing/index.ts': `import 'rxjs';`,
    'libs/methods/package.json': project('methods'),
    'libs/methods/src/index.ts': '',
    'libs/methods/src/deep/method.spec.ts': `import '../testing/help'; import '@amcl/pages/testing';`,
    'libs/methods/src/testing/help.ts': `import '@amcl/terminal';`,
    'apps/train/package.json': project('train', { implicitDependencies: ['@amcl/losses'] }),
    'apps/train/src/train.spec.ts': '',
  });
});
afterEach(() => rmSync(workspaceRoot, { recursive: true }));

describe('a package with specs', () => {
  it('has a cached target that runs them and leaves a report; one without has none', async () => {
    const targets = await infer();
    expect(Object.keys(targets).sort()).toEqual(['apps/train', 'libs/losses', 'libs/methods', 'libs/terminal']);
    const { cache, outputs } = targets['libs/losses'] ?? {};
    expect({ cache, outputs }).toEqual({ cache: true, outputs: ['{workspaceRoot}/.amcl/tests/libs/losses.json'] });
    const { command } = targets['libs/losses']?.options as { command: string };
    expect(command).toMatch(/^vitest run libs\/losses\/src\/ .*=\.amcl\/tests\/libs\/losses\.json$/);
  });

  it('is tested anew for the files of each package that it imports, except prose and the tests of others', async () => {
    expect(await readBy('libs/losses')).toEqual(['libs/engine', 'libs/losses']);
    const left = (await inputsOf('libs/losses')).filter((input) => typeof input === 'string' && input.startsWith('!'));
    expect(left).toEqual([
      '!{workspaceRoot}/libs/engine/**/*.md',
      '!{workspaceRoot}/libs/losses/**/*.md',
      '!{workspaceRoot}/libs/engine/src/**/*.spec.ts',
      '!{workspaceRoot}/libs/engine/src/testing/**/*',
    ]);
  });

  it('is tested anew for what its specs and their helpers import: observers, and the test helpers of others', async () => {
    expect(await readBy('libs/methods')).toEqual(['libs/methods', 'libs/pages', 'libs/terminal']);
    const inputs = await inputsOf('libs/methods');
    expect(inputs).not.toContain('!{workspaceRoot}/libs/pages/src/testing/**/*');
    expect(inputs).toContain('!{workspaceRoot}/libs/terminal/src/testing/**/*');
    expect(inputs).toContainEqual({ externalDependencies: ['rxjs', 'vitest'] });
  });

  it('is tested anew for what its specs run without importing it, and all behind that', async () => {
    expect(await readBy('apps/train')).toEqual(['apps/train', 'libs/engine', 'libs/losses']);
  });

  it('waits for the engine, and is tested anew for another, where it is reached', async () => {
    const targets = await infer();
    const engine = { dependentTasksOutputFiles: '.amcl/out/engine/engine.json' };
    for (const root of ['libs/losses', 'apps/train']) {
      expect(targets[root]?.dependsOn).toEqual(['libtensorflow:provide']);
      expect(targets[root]?.inputs).toEqual(
        expect.arrayContaining([engine, { env: 'AMCL_BACKEND' }, { env: 'AMCL_LIBTENSORFLOW' }]),
      );
    }
    expect(targets['libs/terminal']?.dependsOn).toBeUndefined();
    expect(targets['libs/terminal']?.inputs).not.toContainEqual(engine);
  });
});
