import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stages } from './stages';
import { NxWorkspace } from './testing/nx-workspace';

/**
 * Nx itself over a workspace with the real plugin, resolver and settings, and stages that only write a manifest of their
 * section and note that they ran.
 */
let workspace: NxWorkspace;

const write = (name: string, content: string | object): void => workspace.write(name, content);

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

/** Runs the whole experiment and says which stages were not taken from the cache. */
function stagesRun(name: string, env: () => void): string[] {
  rmSync(join(workspace.path, 'ran.txt'), { force: true });
  env();
  const { status, output } = workspace.nx('run', `${name}:report`);
  expect(output).toContain(`Successfully ran target report for project ${name}`);
  expect(status).toBe(0);
  const file = join(workspace.path, 'ran.txt');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
}

beforeAll(() => {
  const real = ['artifacts', 'experiment', 'random', 'register', 'sources'].map((name) => `libs/${name}`);
  workspace = new NxWorkspace([...real, 'tools/nx-pipelines', 'apps/resolve']);
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
  write('tools/preflight/package.json', {
    name: '@amcl/preflight',
    nx: {
      name: 'preflight',
      targets: {
        preflight: {
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
  workspace.install();
});
afterAll(() => workspace.remove());

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
  const { status, output } = workspace.nx('run', 'broken:resolve');
  expect(status).toBe(1);
  expect(output).toContain('pipelines/broken/experiment.ts has 1 problem:');
  expect(output).toContain('Did you mean dataset?');
});

it('makes an experiment from another that runs at once', () => {
  expect(workspace.nx('g', 'experiment', 'next', '--from', 'mine').output).toContain(
    'CREATE pipelines/next/experiment.ts',
  );
  expect(stagesRun('next', () => {})).toHaveLength(5);
});
