import type { StageOutput } from '@amcl/artifacts';
import type { SectionName } from '@amcl/experiment';
import { SourceReader } from '@amcl/sources';
import { choicesOf } from './choices-of';
import { doWork, type Work, type WorkPlace } from './do-work';
import { keepOnly } from './keep-only';
import { openWholeInputs, type InputPlace } from './open-whole-inputs';
import { runPaths } from './paths';
import { provideEngine } from './provide-engine';
import { readRuns, readSection, type RunSection } from './read-section';
import { settingsOf } from './settings-of';
import type { InputName, Inputs, RunInputs, Stage, StageName, SummaryStage } from './stage';
import { inputName, settingsDigest, type Shown } from './work-key';
import { readWorkRecord } from './work-record';

/** Where and for whom a stage is run. */
export type StageSetting = InputPlace;

interface WorkSetting extends StageSetting {
  readonly reader: SourceReader;
}

/** The file that runs a stage. */
const programOf = (stage: StageName): string => `apps/${stage}/src/main.ts`;

export type AnyStage<S extends SectionName, I extends InputName, R> = Stage<S, I, R> | SummaryStage<S, I, R>;

/**
 * Does a stage of an experiment: for each of its runs, one after the other, or, of a stage that summarizes, for all at once. What was
 * done before is taken from the store. When a run fails its earlier output stays as it was, the runs before it are kept, and its work
 * folder is.
 */
export async function executeStage<S extends SectionName, I extends InputName, R>(
  stage: AnyStage<S, I, R>,
  setting: StageSetting,
): Promise<void> {
  const { experiment, workspace, emit } = setting;
  const paths = runPaths(workspace);
  const { runs, sweep } = await readSection(paths.section(experiment, stage.section), stage.section, experiment);
  const place: WorkPlace = {
    ...setting,
    stage: stage.name,
    engine: stage.usesEngine ? await provideEngine(workspace) : null,
    remote: setting.remote ?? null,
  };
  const reader = new SourceReader(workspace);
  reader.read(programOf(stage.name)); // what runs is the code of now, also where it is edited while the runs are done
  if ('summarize' in stage) {
    await doWork(await summary(stage, runs, { ...setting, reader }), place);
    return;
  }
  const folder = paths.output(experiment, stage.name);
  const names = runs.flatMap(({ name }) => (name === null ? [] : [name]));
  if (names.length > 0) await keepOnly(folder, names, paths.works, `${experiment}:${stage.name}`);
  const adapted = sweep === null ? undefined : stage.adapt?.(runs, sweep, setting);
  const started = performance.now();
  try {
    let result: R | undefined;
    for (const [index, run] of runs.entries()) {
      const left = timeLeft(performance.now() - started, index, runs.length);
      if (run.name !== null)
        emit({ kind: 'message', level: 'info', text: `${run.name}, ${index + 1} of ${runs.length}${left}` });
      // A generator is not given what its first call is called with.
      const next = await adapted?.next(result as R);
      const section = next === undefined || next.done === true ? run.section : next.value;
      // Only code of the same key gives a result of this key.
      result = (await doWork(await workOf(stage, { ...run, section }, { ...setting, reader }), place)) as R;
    }
  } finally {
    await adapted?.return();
  }
}

/** What is left of `total` runs after `done` took so many milliseconds, where it is minutes. */
function timeLeft(elapsed: number, done: number, total: number): string {
  const minutes = Math.round((elapsed / done) * (total - done)) / 60_000;
  return done === 0 || minutes < 1 ? '' : `, about ${Math.round(minutes)} min left of these runs`;
}

async function workOf<S extends SectionName, I extends InputName, R>(
  stage: Stage<S, I, R>,
  { name, seed, section }: RunSection<S>,
  { reader, ...setting }: WorkSetting,
): Promise<Work> {
  const { experiment, workspace } = setting;
  const inputs = await openWholeInputs(stage.reads, name, setting);
  const { ingest, pretrain }: Partial<Inputs<InputName>> = inputs;
  return {
    run: name,
    seed,
    settings: settingsOf(stage.section, { seed, section }),
    inputs: digestsOf(inputs, null),
    sources: reader.read(
      programOf(stage.name),
      choicesOf(stage.name, { section, ingest: ingest?.result, pretrain: pretrain?.result }),
    ),
    target: runPaths(workspace).output(experiment, stage.name, name),
    perform: (context) => stage.run(section, inputs, context),
  };
}

async function summary<S extends SectionName, I extends InputName, R>(
  stage: SummaryStage<S, I, R>,
  sections: readonly RunSection<S>[],
  { reader, ...setting }: WorkSetting,
): Promise<Work> {
  const { experiment, workspace } = setting;
  const paths = runPaths(workspace);
  const runs: RunInputs<I>[] = [];
  for (const run of await readRuns(paths.runs(experiment), experiment))
    runs.push({ ...run, inputs: await openWholeInputs(stage.reads, run.name, setting) });
  const [{ seed, section }] = sections as [RunSection<S>];
  return {
    run: null,
    seed,
    settings: { seed, section },
    inputs: Object.assign({}, ...runs.map(({ name, inputs }) => digestsOf(inputs, name))) as Record<string, string>,
    sources: reader.read(programOf(stage.name), choicesOf(stage.name, { section })),
    shows: { experiment, settings: await settingsDigests(runs) },
    target: paths.output(experiment, stage.name),
    perform: (context) => stage.summarize(section, runs, context),
  };
}

/** @param run named with the stage where the inputs of all runs are put together */
function digestsOf<I extends InputName>(inputs: Inputs<I>, run: string | null): Record<string, string> {
  const entries = Object.entries<{ digest: string }>(inputs).map(
    ([name, input]) => [inputName(name, run), input.digest] as const,
  );
  return Object.fromEntries(entries);
}

/** Digest of the settings by which each output was made. */
async function settingsDigests<I extends InputName>(runs: readonly RunInputs<I>[]): Promise<Shown['settings']> {
  const digests: Record<string, string | null> = {};
  for (const { name: run, inputs } of runs)
    for (const [stage, output] of Object.entries<StageOutput<unknown>>(inputs)) {
      const work = await readWorkRecord(output);
      digests[inputName(stage, run)] = work === null ? null : settingsDigest(work);
    }
  return digests;
}
