import { readFile } from 'node:fs/promises';
import { digest, parseJson, UserError, type StageOutput } from '@amcl/artifacts';
import type { SectionName } from '@amcl/experiment';
import { parseMetrics } from '@amcl/results';
import {
  openInputs,
  readRuns,
  readSection,
  runPaths,
  type InputName,
  type RunInputs,
  type StageContext,
} from '@amcl/stage';
import { flatten } from './flatten';
import type { RunData, SectionSettings, StageRecord } from './run-data';

/** The sections that decide a run, and the stage that worked by each. */
const SECTIONS: readonly (readonly [SectionName, InputName])[] = [
  ['dataset', 'ingest'],
  ['augmentation', 'augment'],
  ['pretrain', 'pretrain'],
  ['linearProbe', 'linear-probe'],
];

/** Which experiment is meant, and where. */
export type ExperimentPlace = Pick<StageContext, 'workspace' | 'experiment'>;

/**
 * What a run was and gave.
 * @param run its name, seed and point, and the outputs of its stages
 * @throws UserError when an output or a setting is missing, damaged or of other work
 */
export async function readRun(run: RunInputs<InputName>, place: ExperimentPlace): Promise<RunData> {
  const { inputs, ...identity } = run;
  const sections: SectionSettings[] = [];
  const stages: StageRecord[] = [];
  for (const [section, stage] of SECTIONS) {
    sections.push(await readSettings(section, run, inputs[stage].manifest.config, place));
    stages.push(await readRecord(stage, inputs[stage]));
  }
  const { pretrain } = inputs;
  return {
    ...identity,
    sections,
    stages,
    ingest: inputs.ingest.result,
    augment: inputs.augment.result,
    pretrain: pretrain.result,
    metrics: parseMetrics(Buffer.from(await pretrain.read(pretrain.result.files.metrics)).toString()),
    probe: inputs['linear-probe'].result,
  };
}

/**
 * All runs of a finished experiment, in order.
 * @throws UserError when something of it is missing, damaged or of other work: it names the command that makes it
 */
export async function readExperiment({ workspace, experiment }: ExperimentPlace): Promise<RunData[]> {
  const paths = runPaths(workspace);
  const runs: RunData[] = [];
  for (const run of await readRuns(paths.runs(experiment), experiment)) {
    const stages = SECTIONS.map(([, stage]) => stage);
    const inputs = await openInputs(stages, (stage) => paths.output(experiment, stage, run.name));
    runs.push(await readRun({ ...run, inputs }, { workspace, experiment }));
  }
  return runs;
}

/** The settings of a section as target `resolve` wrote them, checked to be those by which the stage worked. */
async function readSettings(
  section: SectionName,
  { name }: Pick<RunData, 'name'>,
  config: string,
  { workspace, experiment }: ExperimentPlace,
): Promise<SectionSettings> {
  const path = runPaths(workspace).section(experiment, section);
  const found = (await readSection(path, section, experiment)).find((run) => run.name === name);
  if (found === undefined || digest({ seed: found.seed, section: found.section }) !== config)
    throw new UserError(
      `Expected ${path} to hold the settings of section ${section} by which its stage worked, but it is missing or other. ` +
        `Run the whole experiment again: npx nx run ${experiment}:report`,
    );
  return { name: section, settings: flatten(found.section) };
}

async function readRecord(name: InputName, output: StageOutput<unknown>): Promise<StageRecord> {
  const { digest: sha256, manifest } = output;
  const run = await readFile(output.path('run.json'), 'utf8').then(parseJson, () => null);
  return { name, digest: sha256, manifest, run: typeof run === 'object' && run !== null ? { ...run } : {} };
}
