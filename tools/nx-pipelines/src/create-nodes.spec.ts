import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ProjectConfiguration } from '@nx/devkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createNodesV2 } from './create-nodes';
import { stages } from './stages';

let workspaceRoot: string;

function write(files: Record<string, unknown>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(workspaceRoot, name)), { recursive: true });
    writeFileSync(join(workspaceRoot, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

async function infer(...files: string[]): Promise<Record<string, ProjectConfiguration>> {
  const results = await createNodesV2[1](files, undefined, { workspaceRoot, nxJsonConfiguration: {} });
  return Object.assign({}, ...results.map(([, { projects }]) => projects)) as Record<string, ProjectConfiguration>;
}

async function programOf(name: string) {
  return (await infer(`apps/${name}/package.json`))[`apps/${name}`]?.namedInputs?.['program'];
}

async function targetsOfMine() {
  return (await infer('pipelines/mine/experiment.ts'))['pipelines/mine']?.targets ?? {};
}

const project = (name: string, tag = 'type:foundation') => ({
  name: `@amcl/${name}`,
  exports: './src/index.ts',
  nx: { tags: [tag] },
});

beforeEach(() => {
  workspaceRoot = mkdtempSync(join(tmpdir(), 'nx-pipelines-'));
  write({
    'package.json': { workspaces: ['libs/*', 'apps/*'] },
    'package-lock.json': {
      packages: { 'node_modules/rxjs': {}, 'node_modules/zod': {}, 'libs/x/node_modules/tar': {} },
    },
    'libs/experiment/package.json': project('experiment'),
    'libs/experiment/src/index.ts': `import 'zod';`,
    'libs/losses/package.json': project('losses'),
    'libs/losses/src/index.ts': `import 'tar';`,
    'libs/terminal/package.json': project('terminal', 'type:observer'),
    'libs/terminal/src/index.ts': `import 'rxjs';`,
    'pipelines/_base/simclr.ts': `import '@amcl/experiment';`,
    'pipelines/mine/experiment.ts': `import '../_base/simclr';`,
    'apps/resolve/package.json': project('app-resolve'),
    'apps/resolve/src/main.ts': '',
  });
  for (const { name } of stages) {
    write({
      [`apps/${name}/package.json`]: project(`app-${name}`),
      [`apps/${name}/src/main.ts`]: `import '@amcl/terminal'; ${name === 'pretrain' ? "import '@amcl/losses'; import 'rxjs';" : ''}`,
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(workspaceRoot, { recursive: true });
});

describe('an experiment', () => {
  it('is a project named after its folder, with resolve and the five stages', async () => {
    const { 'pipelines/mine': mine, ...others } = await infer('pipelines/mine/experiment.ts');
    expect(others).toEqual({});
    expect(mine).toMatchObject({ name: 'mine', root: 'pipelines/mine', tags: ['type:experiment'] });
    expect(mine?.implicitDependencies).toEqual(expect.arrayContaining(['@amcl/app-report', '@amcl/losses']));
    expect(Object.keys(mine?.targets ?? {})).toEqual([
      'resolve',
      'ingest',
      'augment',
      'pretrain',
      'linear-probe',
      'report',
    ]);
  });

  it('has cached targets that run the program of each stage', async () => {
    for (const [name, target] of Object.entries(await targetsOfMine())) {
      expect(target).toMatchObject({
        executor: 'nx:run-commands',
        cache: true,
        outputs: [`{workspaceRoot}/.amcl/out/mine/${name}`],
        options: {
          command: `node -r @amcl/register apps/${name}/src/main.ts --experiment mine`,
          cwd: '{workspaceRoot}',
        },
      });
    }
  });

  it('depends on what each stage reads, and on the check of engine and outputs', async () => {
    const check = { projects: ['preflight'], target: 'preflight' };
    const { resolve, ingest, augment, pretrain, 'linear-probe': probe, report } = await targetsOfMine();
    expect(resolve?.dependsOn).toBeUndefined();
    expect(ingest?.dependsOn).toEqual([check, 'resolve']);
    expect(augment?.dependsOn).toEqual([check, 'resolve', 'ingest']);
    expect(pretrain?.dependsOn).toEqual([check, 'resolve', 'ingest', 'augment']);
    expect(probe?.dependsOn).toEqual([check, 'resolve', 'ingest', 'augment', 'pretrain']);
    expect(report?.dependsOn).toEqual([check, 'resolve', 'ingest', 'augment', 'pretrain', 'linear-probe']);
  });

  it('runs a stage that trains alone, and the others beside each other', async () => {
    const targets = await targetsOfMine();
    const alone = Object.keys(targets).filter((name) => targets[name]?.parallelism === false);
    expect(alone).toEqual(['pretrain', 'linear-probe']);
  });

  it('takes as inputs the code behind a stage without tests and observers, its section, manifests and engine', async () => {
    expect((await targetsOfMine()).pretrain?.inputs).toEqual([
      { input: 'program', projects: ['@amcl/app-pretrain'] },
      { externalDependencies: ['rxjs'] }, // tar is not at the top of the lockfile: Nx would refuse it
      { dependentTasksOutputFiles: '.amcl/out/mine/resolve/pretrain.json' },
      { dependentTasksOutputFiles: '.amcl/out/mine/ingest/**/manifest.json' },
      { dependentTasksOutputFiles: '.amcl/out/mine/augment/**/manifest.json' },
      { dependentTasksOutputFiles: '.amcl/out/engine/engine.json' },
      { dependentTasksOutputFiles: '.amcl/out/damage/mine/pretrain.json' },
    ]);
  });

  it('has the files behind each program once, as a named input of its project', async () => {
    expect(await programOf('pretrain')).toEqual([
      '{workspaceRoot}/apps/pretrain/src/main.ts',
      '{workspaceRoot}/libs/losses/src/index.ts',
    ]);
  });

  it('names its npm packages in each target itself, or Nx would hash those of the whole workspace', async () => {
    for (const { inputs } of Object.values(await targetsOfMine()))
      expect(inputs?.filter((input) => typeof input !== 'string' && 'externalDependencies' in input)).toHaveLength(1);
  });

  it('may lie in a family of experiments', async () => {
    write({ 'pipelines/paper/ours/experiment.ts': `import '../experiments';`, 'pipelines/paper/experiments.ts': '' });
    const { 'pipelines/paper/ours': ours } = await infer('pipelines/paper/ours/experiment.ts');
    expect(ours).toMatchObject({ name: 'ours', root: 'pipelines/paper/ours' });
    expect(ours?.targets?.['resolve']?.inputs).toEqual(
      expect.arrayContaining(['{workspaceRoot}/pipelines/paper/experiments.ts']),
    );
    expect(ours?.targets?.['report']?.outputs).toEqual(['{workspaceRoot}/.amcl/out/ours/report']);
  });

  it('resolves anew with its own file, the recipes that it extends, the schema and another AMCL_SEED', async () => {
    const inputs = (await targetsOfMine()).resolve?.inputs;
    expect(inputs).toEqual(
      expect.arrayContaining([
        { input: 'program', projects: ['@amcl/app-resolve'] },
        '{workspaceRoot}/libs/experiment/src/index.ts',
        '{workspaceRoot}/pipelines/_base/simclr.ts',
        '{workspaceRoot}/pipelines/mine/experiment.ts',
        { externalDependencies: ['zod'] },
        { env: 'AMCL_SEED' }, // takes the place of the experiment's own
      ]),
    );
  });

  it('follows a new import at once', async () => {
    write({ 'apps/report/src/main.ts': `import '@amcl/losses';` });
    expect(await programOf('report')).toContain('{workspaceRoot}/libs/losses/src/index.ts');
  });
});

describe('inference never throws', () => {
  it('and never runs an experiment', async () => {
    write({ 'pipelines/broken/experiment.ts': `throw new Error(); import { from '` });
    expect(Object.keys(await infer('pipelines/mine/experiment.ts', 'pipelines/broken/experiment.ts'))).toEqual([
      'pipelines/broken',
      'pipelines/mine',
    ]);
  });

  it.each(['Mine', 'my_run', '-x', '1x', 'two words', 'engine', 'libtensorflow'])(
    'passes over the folder %s with a warning',
    async (name) => {
      const warn = vi.spyOn(console, 'warn').mockReturnValue();
      write({ [`pipelines/${name}/experiment.ts`]: '' });
      const projects = await infer(`pipelines/${name}/experiment.ts`, 'pipelines/mine/experiment.ts');
      expect(Object.keys(projects)).toEqual(['pipelines/mine']);
      expect(warn).toHaveBeenCalledExactlyOnceWith(
        expect.stringContaining(`pipelines/${name}/experiment.ts is no experiment: Expected`),
      );
    },
  );

  it('passes over recipes without one', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    expect(await infer('pipelines/_base/experiment.ts', 'pipelines/_base/simclr/experiment.ts')).toEqual({});
    expect(warn).not.toHaveBeenCalled();
  });

  it('passes over two folders of one name, and names both', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    write({ 'pipelines/paper/mine/experiment.ts': '', 'pipelines/other/experiment.ts': '' });
    const files = [
      'pipelines/mine/experiment.ts',
      'pipelines/other/experiment.ts',
      'pipelines/paper/mine/experiment.ts',
    ];
    expect(Object.keys(await infer(...files))).toEqual(['pipelines/other']);
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      expect.stringContaining('there are pipelines/mine/experiment.ts and pipelines/paper/mine/experiment.ts'),
    );
  });

  it('warns when a program of the stages is missing', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    rmSync(join(workspaceRoot, 'apps/augment'), { recursive: true });
    expect(await infer('pipelines/mine/experiment.ts')).toEqual({});
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('apps/augment'));
  });
});
