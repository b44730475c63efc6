import { userInfo } from 'node:os';
import type { EngineIdentity } from '@amcl/artifacts';
import type { WorkIdentity } from '@amcl/stage';
import { gitTags } from './git-tags';

/** Tags of every run: MLflow's own of user and source. */
export function sourceTags(workspace: string, command: string): Record<string, string> {
  return {
    'mlflow.user': userName(),
    'mlflow.source.type': 'LOCAL',
    'mlflow.source.name': command,
    ...gitTags(workspace),
  };
}

/** Tags that say which work a run is. */
export function workTags(work: WorkIdentity, engine: EngineIdentity | null): Record<string, string> {
  const { workspace, experiment, stage, run, seed, key } = work;
  return {
    ...sourceTags(workspace, `npx nx run ${experiment}:${stage}`),
    'amcl.experiment': experiment,
    'amcl.stage': stage,
    'amcl.key': key,
    'amcl.seed': String(seed),
    ...(run === null ? {} : { 'amcl.run': run }),
    ...(engine === null ? {} : { 'amcl.engine': describeEngine(engine) }),
  };
}

/** The tag by which a parent names the run of a stage: `amcl.stage.pretrain`, `amcl.stage.pretrain.seed-2`. */
export function linkTag(stage: string, run: string | null): string {
  return `amcl.stage.${stage}${run === null ? '' : `.${run}`}`;
}

function describeEngine({ backend, tfjs, library }: EngineIdentity): string {
  const native = library === null ? '' : `, ${library.name} ${library.version}`;
  return `${backend} (tfjs ${tfjs}${native})`;
}

/** Of the user who runs this; the system may not know one, as in a container. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? 'unknown';
  }
}
