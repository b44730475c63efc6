import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINE_IDENTITY_FILE } from '@amcl/artifacts';
import { plausibleRun } from '@amcl/runs/testing';
import { stages } from '../stages';
import { NxWorkspace } from './nx-workspace';
import { RESULTS } from './tiny-stage';

const REAL = ['libs/register', 'libs/stage', 'apps/resolve', 'tools/nx-pipelines'];

const program = (target: object): string => `
import { runStage } from '@amcl/stage';
import { tinyStage } from '@amcl/tiny';
void runStage(tinyStage(${JSON.stringify(target)}), [
  (events$) => void events$.subscribe((event) => event.kind === 'message' && console.log(event.text)),
]);
`;

/** For tests: a workspace with the real plugin, resolver and runner of stages, whose stages are tiny ones. */
export function pipelineWorkspace(): NxWorkspace {
  const workspace = new NxWorkspace(REAL);
  workspace.write('libs/tiny/package.json', {
    name: '@amcl/tiny',
    exports: './src/index.ts',
    nx: { tags: ['type:foundation'] },
  });
  workspace.write('libs/tiny/src/index.ts', readFileSync(join(__dirname, 'tiny-stage.ts'), 'utf8'));
  for (const stage of stages) {
    workspace.write(`apps/${stage.name}/package.json`, { name: `@amcl/app-${stage.name}` });
    workspace.write(`apps/${stage.name}/src/main.ts`, program(stage));
  }
  const engine = { backend: 'cpu', tfjs: '4.22.0', library: null };
  workspace.write(ENGINE_IDENTITY_FILE, engine);
  workspace.write('tools/preflight/package.json', {
    name: '@amcl/preflight',
    nx: {
      name: 'preflight',
      targets: { preflight: { executor: 'nx:run-commands', cache: false, options: { command: 'true' } } },
    },
  });
  const { ingest, augment, pretrain, probe } = plausibleRun();
  workspace.write(RESULTS, { ingest, augment, pretrain, 'linear-probe': probe, report: { html: 'report.html' } });
  workspace.install();
  return workspace;
}

/** @param input what its file exports, as `defineExperiment` takes it */
export function declare(workspace: NxWorkspace, experiment: string, input: object): void {
  workspace.write(
    `pipelines/${experiment}/experiment.ts`,
    `import { defineExperiment } from '@amcl/experiment'; export default defineExperiment(${JSON.stringify(input)});`,
  );
}
