import type { TargetConfiguration } from '@nx/devkit';
import type { Inputs } from './code-inputs';
import { stages, type StageTarget } from './stages';

/** The inputs of code of each target, by its name. */
export type CodeOf = (target: string) => Inputs;

/** Notes what Nx cannot know: the engine of this machine, and damaged outputs. One task, however many experiments are run. */
const PREFLIGHT = { projects: ['preflight'], target: 'preflight' };

/** The targets of one experiment: `resolve` and the stages. */
export function experimentTargets(experiment: string, codeOf: CodeOf): Record<string, TargetConfiguration> {
  const targets = stages.map((stage) => [stage.name, stageTarget(experiment, stage, codeOf(stage.name))] as const);
  const resolve = target(experiment, 'resolve', [...codeOf('resolve'), { env: 'AMCL_SEED' }]); // another seed, other sections
  return { resolve, ...Object.fromEntries(targets) };
}

function stageTarget(
  experiment: string,
  { name, section, reads, usesEngine, summarizes = false }: StageTarget,
  code: Inputs,
): TargetConfiguration {
  const output = (path: string) => ({ dependentTasksOutputFiles: `.amcl/out/${path}` });
  return {
    ...target(experiment, name, [
      ...code,
      // Another section does not rerun a stage, but what sums up the experiment shows all settings.
      output(`${experiment}/resolve/${summarizes ? '*' : section}.json`),
      // Of each run where the experiment has several, and not run.json, which holds times.
      ...reads.map((stage) => output(`${experiment}/${stage}/**/manifest.json`)),
      ...(usesEngine ? [output('engine/engine.json')] : []), // another library, other numbers
      output(`damage/${experiment}/${name}.json`), // there is one where a file has to be made again
    ]),
    dependsOn: [PREFLIGHT, 'resolve', ...reads],
    // Two trainings at once would share the cores and both take longer.
    ...(usesEngine ? { parallelism: false } : {}),
  };
}

/** A cached program: the same code, section and manifests give the same output. */
function target(experiment: string, name: string, inputs: Inputs): TargetConfiguration {
  return {
    executor: 'nx:run-commands',
    cache: true,
    inputs,
    outputs: [`{workspaceRoot}/.amcl/out/${experiment}/${name}`],
    options: {
      command: `node -r @amcl/register apps/${name}/src/main.ts --experiment ${experiment}`,
      cwd: '{workspaceRoot}',
    },
  };
}
