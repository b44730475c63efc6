import { BlobStore, type StageOutput } from '@amcl/artifacts';
import type { SectionName } from '@amcl/experiment';
import { parseMetrics } from '@amcl/results';
import {
  openInputs,
  parseWorkRecord,
  readRuns,
  runPaths,
  type InputName,
  type RunInputs,
  type StageContext,
} from '@amcl/stage';
import { flatten } from './flatten';
import { readSettings } from './read-settings';
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
  let { point } = run;
  for (const [section, stage] of SECTIONS) {
    const settings = await readSettings(section, inputs[stage], { ...place, run: run.name });
    sections.push({ name: section, settings: flatten(settings.section) });
    point = { ...point, ...settings.point };
    stages.push(await readRecord(stage, inputs[stage]));
  }
  const { pretrain } = inputs;
  return {
    ...identity,
    point,
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
  const store = new BlobStore(paths.store);
  const runs: RunData[] = [];
  for (const run of await readRuns(paths.runs(experiment), experiment)) {
    const stages = SECTIONS.map(([, stage]) => stage);
    const inputs = await openInputs(stages, (stage) => paths.output(experiment, stage, run.name), store);
    runs.push(await readRun({ ...run, inputs }, { workspace, experiment }));
  }
  return runs;
}

async function readRecord(name: InputName, output: StageOutput<unknown>): Promise<StageRecord> {
  const { digest: sha256, manifest } = output;
  const run = (await output.record()) ?? {};
  return { name, digest: sha256, manifest, run, work: parseWorkRecord(run) };
}
