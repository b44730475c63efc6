import { mkdir, rm } from 'node:fs/promises';
import { acquireLock, BlobStore, digest, OutputFolder, readEngineIdentity } from '@amcl/artifacts';
import { readSources } from '@amcl/sources';
import { openInputs } from './open-inputs';
import { runPaths } from './paths';
import { readSection } from './read-section';
import type { InputName, Inputs, SectionName, Stage, StageContext } from './stage';

/** Where and for whom a stage is run. */
export type StageSetting = Pick<StageContext, 'experiment' | 'workspace' | 'signal' | 'emit'>;

/**
 * Runs a stage once: reads its section and inputs, gives it a work folder under a lock, and commits its output when it
 * succeeds. When it fails the output of an earlier run stays as it was, and the work folder is kept.
 */
export async function executeStage<S extends SectionName, I extends InputName, R>(
  stage: Stage<S, I, R>,
  setting: StageSetting,
): Promise<void> {
  const started = performance.now();
  const { experiment, workspace } = setting;
  const paths = runPaths(workspace);
  const { section, seed } = await readSection(paths.section(experiment, stage.section), stage.section, experiment);
  const inputs = await openInputs(stage.reads, (name) => paths.output(experiment, name));
  const engine = stage.usesEngine ? await readEngineIdentity(workspace) : null;
  const sources = readSources(workspace, `apps/${stage.name}`);
  const head = {
    stage: stage.name,
    config: digest({ seed, section }),
    inputs: digestsOf(inputs),
    ...(engine === null ? {} : { engine }),
    packages: sources.packages,
  };
  const key = digest({ ...head, sources: sources.digest });
  const work = paths.work(key);
  const lock = await acquireLock(`${work}.lock`);
  try {
    await mkdir(work, { recursive: true });
    setting.emit({ kind: 'started', workspace, experiment, run: null, stage: stage.name, seed, key, engine });
    const store = new BlobStore(paths.store);
    const target = paths.output(experiment, stage.name);
    const output = await OutputFolder.create(target, store);
    try {
      const { result, run } = await stage.run(section, inputs, { ...setting, seed, key, work, store, output, engine });
      const record = { seconds: seconds(started), ...run };
      const manifest = await output.commit({ ...head, result }, record);
      setting.emit({ kind: 'ended', outcome: 'finished', output: target, manifest, record });
    } catch (error) {
      await output.discard();
      const outcome = setting.signal.aborted ? 'stopped' : 'failed';
      setting.emit({ kind: 'ended', outcome, message: error instanceof Error ? error.message : String(error) });
      throw error;
    }
    await rm(work, { recursive: true, force: true });
  } finally {
    await lock.release();
  }
}

function digestsOf<I extends InputName>(inputs: Inputs<I>): Record<string, string> {
  const entries = Object.entries<{ digest: string }>(inputs).map(([name, input]) => [name, input.digest] as const);
  return Object.fromEntries(entries);
}

function seconds(started: number): number {
  return Math.round((performance.now() - started) / 100) / 10;
}
