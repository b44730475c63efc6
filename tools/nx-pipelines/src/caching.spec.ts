import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stages } from './stages';

/**
 * Nx itself over a workspace with the real plugin, resolver and settings, and stages that only write a manifest of their
 * section and note that they ran.
 */
const repository = resolve(__dirname, '../../..');
let workspace: string;

function write(name: string, content: string | object): void {
  mkdirSync(dirname(join(workspace, name)), { recursive: true });
  writeFileSync(join(workspace, name), typeof content === 'string' ? content : JSON.stringify(content));
}

/** The packages of the repository, with this workspace's own in the place of `@amcl`. */
function linkPackages(own: Readonly<Record<string, string>>): void {
  const packages = join(workspace, 'node_modules');
  mkdirSync(join(packages, '@amcl'), { recursive: true });
  for (const name of readdirSync(join(repository, 'node_modules'))) {
    if (name !== '@amcl' && name !== '.cache')
      symlinkSync(join(repository, 'node_modules', name), join(packages, name));
  }
  for (const [name, root] of Object.entries(own)) symlinkSync(join(workspace, root), join(packages, name));
}

const program = ({ name, section }: { name: string; section: string }) => `
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import '@amcl/terminal';
${name === 'pretrain' ? "import '@amcl/losses';" : ''}
const experiment = process.argv[3];
const folder = \`.amcl/out/\${experiment}/${name}\`;
mkdirSync(folder, { recursive: true });
writeFileSync(\`\${folder}/manifest.json\`, readFileSync(\`.amcl/out/\${experiment}/resolve/${section}.json\`));
writeFileSync(\`\${folder}/run.json\`, String(Math.random()));
appendFileSync('ran.txt', '${name}\\n');
`;

const experiment = (report: object) =>
  `import { extend } from '@amcl/experiment';
import { small } from '../_base/small';
export default extend(small, ${JSON.stringify({ report })});`;

function nx(...args: string[]) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(NX_|FORCE_COLOR|CI$|NODE_OPTIONS)/.test(name));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(workspace, 'node_modules/nx/dist/bin/nx.js'), ...args],
    {
      cwd: workspace,
      env: { ...Object.fromEntries(inherited), NX_DAEMON: 'false', NO_COLOR: '1' },
      encoding: 'utf8',
    },
  );
  return { status, output: stdout + stderr };
}

/** Runs the whole experiment and says which stages were not taken from the cache. */
function stagesRun(name: string, env: () => void): string[] {
  rmSync(join(workspace, 'ran.txt'), { force: true });
  env();
  const { status, output } = nx('run', `${name}:report`);
  expect(output).toContain(`Successfully ran target report for project ${name}`);
  expect(status).toBe(0);
  const file = join(workspace, 'ran.txt');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
}

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'nx-caching-'));
  for (const name of [
    'package-lock.json',
    'nx.json',
    'nx.base.json',
    '.env',
    'tsconfig.base.json',
    'tsconfig.json',
    '.gitignore',
  ]) {
    cpSync(join(repository, name), join(workspace, name));
  }
  write('package.json', { name: 'caching', private: true, workspaces: ['libs/*', 'apps/*', 'tools/*'] });
  const real = ['artifacts', 'experiment', 'random', 'register', 'sources'].map((name) => `libs/${name}`);
  real.push('tools/nx-pipelines', 'apps/resolve');
  for (const root of real) cpSync(join(repository, root), join(workspace, root), { recursive: true });
  for (const stage of stages) {
    write(`apps/${stage.name}/package.json`, { name: `@amcl/app-${stage.name}` });
    write(`apps/${stage.name}/src/main.ts`, program(stage));
  }
  for (const [name, tag] of [
    ['losses', 'type:kernel'],
    ['terminal', 'type:observer'],
  ]) {
    write(`libs/${name}/package.json`, { name: `@amcl/${name}`, exports: './src/index.ts', nx: { tags: [tag] } });
    write(`libs/${name}/src/index.ts`, 'export {};');
  }
  write('tools/check/package.json', {
    name: '@amcl/check',
    nx: {
      name: 'check',
      targets: {
        check: {
          executor: 'nx:run-commands',
          cache: false,
          outputs: ['{workspaceRoot}/.amcl/out/engine'],
          options: { command: 'mkdir -p .amcl/out/engine && cp engine.json .amcl/out/engine/', cwd: '{workspaceRoot}' },
        },
      },
    },
  });
  write('engine.json', { backend: 'tensorflow' });
  write(
    'pipelines/_base/small.ts',
    `import { defineExperiment } from '@amcl/experiment'; export const small = defineExperiment({ seed: 1 });`,
  );
  write('pipelines/mine/experiment.ts', experiment({ title: 'one' }));
  write('pipelines/broken/experiment.ts', 'export default { dataste: {} };');
  linkPackages({
    '@amcl/artifacts': 'libs/artifacts',
    '@amcl/experiment': 'libs/experiment',
    '@amcl/random': 'libs/random',
    '@amcl/register': 'libs/register',
    '@amcl/sources': 'libs/sources',
    '@amcl/losses': 'libs/losses',
    '@amcl/terminal': 'libs/terminal',
    '@amcl/nx-pipelines': 'tools/nx-pipelines',
  });
});
afterAll(() => rmSync(workspace, { recursive: true }));

it.each([
  ['all of them at first', ['ingest', 'augment', 'pretrain', 'linear-probe', 'report'], () => {}],
  ['none when nothing changed', [], () => {}],
  [
    'none for a test or an observer',
    [],
    () => {
      write('libs/losses/src/index.spec.ts', 'test');
      write('libs/terminal/src/index.ts', 'export const colour = 1;');
    },
  ],
  [
    'only the report for its own section, which times in run.json do not touch',
    ['report'],
    () => {
      write('pipelines/mine/experiment.ts', experiment({ title: 'two' }));
    },
  ],
  [
    'the stage that imports a library, and none after it when its manifest is the same',
    ['pretrain'],
    () => {
      write('libs/losses/src/index.ts', 'export const loss = 1;');
    },
  ],
  [
    'the stages of the engine for another engine',
    ['pretrain', 'linear-probe'],
    () => write('engine.json', { backend: 'wasm' }),
  ],
  [
    'all of them for another seed in the recipe',
    ['ingest', 'augment', 'pretrain', 'linear-probe', 'report'],
    () => {
      write(
        'pipelines/_base/small.ts',
        `import { defineExperiment } from '@amcl/experiment'; export const small = defineExperiment({ seed: 2 });`,
      );
    },
  ],
])('runs %s', (_, expected, change) => {
  expect(stagesRun('mine', change)).toEqual(expected);
});

it('names the field of a malformed experiment, which stops no other', () => {
  const { status, output } = nx('run', 'broken:resolve');
  expect(status).toBe(1);
  expect(output).toContain('pipelines/broken/experiment.ts has 1 problem:');
  expect(output).toContain('Did you mean dataset?');
});

it('makes an experiment from another that runs at once', () => {
  expect(nx('g', 'experiment', 'next', '--from', 'mine').output).toContain('CREATE pipelines/next/experiment.ts');
  expect(stagesRun('next', () => {})).toHaveLength(5);
});
