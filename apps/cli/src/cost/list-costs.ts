import { StageOutput } from '@amcl/artifacts';
import { countImages, isAdaptive, type ImageCounts, type Run } from '@amcl/experiment';
import { experimentNames, loadRuns } from '@amcl/experiment/load';
import { ingestResultSchema, type IngestResult } from '@amcl/results';
import { runPaths } from '@amcl/stage';
import { listExperiments } from '../list/list-experiments';
import type { ExperimentState, RunState } from '../list/state';
import { estimateCost, type RunCost } from './estimate-cost';
import type { Speed } from './speed';
import { Speeds, type Measure } from './speeds';

/** A run that is not done. */
export interface RunEstimate extends RunCost {
  /** Null where the experiment has only one. */
  readonly run: string | null;
  readonly speed: Speed;
}

/** What an experiment will cost. */
export interface ExperimentCost {
  readonly experiment: string;
  /** Why nothing can be said, on one line; null where it can. */
  readonly error: string | null;
  readonly runs: number;
  /** Runs whose training and probe are done, so that they cost nothing. */
  readonly done: number;
  /** Images that pre-train, and epochs, of the first run. */
  readonly images: number | null;
  readonly epochs: number | null;
  /** Those of the runs that are left; of a training that is done only the probe. */
  readonly left: readonly RunEstimate[];
  /** Whether trainings may end earlier, by a sweep that stops those that fall behind. */
  readonly atMost: boolean;
}

export interface CostOptions {
  readonly workspace: string;
  /** Those that are meant; all where there are none. */
  readonly names: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly measure: Measure;
  /** Called before each step that is measured. */
  readonly onMeasure: (experiment: string, index: number, of: number) => void;
}

/** An experiment that can be run, with what is to do. */
interface Open {
  readonly state: ExperimentState;
  readonly runs: readonly Run[];
  /** By the runs' order. */
  readonly counts: readonly (ImageCounts | null)[];
}

/** What experiments will cost before they are done, from the speed of a training step on this machine. */
export async function listCosts(options: CostOptions): Promise<ExperimentCost[]> {
  const { workspace, names, environment } = options;
  const states = await listExperiments(workspace, names, environment);
  const speeds = new Speeds();
  await noteEnded(speeds, options);
  const open: Open[] = [];
  for (const state of states) {
    const runs = state.error === null ? loadRuns(workspace, state.experiment, environment) : [];
    const counts = await Promise.all(runs.map((run) => imagesOf(workspace, state.experiment, run)));
    open.push({ state, runs, counts });
  }
  const problems = await measureMissing(speeds, open, options);
  return Promise.all(open.map((one) => costOf(one, speeds, problems)));
}

/** Trainings of other experiments tell, too. */
async function noteEnded(speeds: Speeds, { workspace, environment }: CostOptions): Promise<void> {
  for (const experiment of experimentNames(workspace)) {
    try {
      for (const run of loadRuns(workspace, experiment, environment)) await speeds.note(workspace, experiment, run);
    } catch {
      // It is listed as broken where it is meant.
    }
  }
}

/** Measures the steps of trainings that are left and of which nothing is known. @returns what went wrong, by the step's key */
async function measureMissing(
  speeds: Speeds,
  open: readonly Open[],
  { measure, onMeasure }: CostOptions,
): Promise<ReadonlyMap<string, string>> {
  const missing = new Map<string, { readonly name: string; readonly run: Run }>();
  for (const { state, runs } of open)
    for (const [index, run] of runs.entries())
      if (!isDone(state, index) && (await speeds.find(run.experiment)) === null) {
        const key = speeds.keyOf(run.experiment);
        if (!missing.has(key)) missing.set(key, { name: state.experiment, run });
      }
  const problems = new Map<string, string>();
  for (const [index, [key, { name, run }]] of [...missing].entries()) {
    onMeasure(name, index + 1, missing.size);
    try {
      await speeds.measure(run.experiment, measure);
    } catch (error) {
      problems.set(key, error instanceof Error ? error.message : String(error));
    }
  }
  return problems;
}

async function costOf(
  { state, runs, counts }: Open,
  speeds: Speeds,
  problems: ReadonlyMap<string, string>,
): Promise<ExperimentCost> {
  const { experiment } = state;
  const sweep = runs[0]?.experiment.sweep ?? null;
  const left: RunEstimate[] = [];
  let error = state.error;
  let done = 0;
  for (const [index, run] of runs.entries()) {
    if (isDone(state, index)) {
      done++;
      continue;
    }
    const [speed, images] = [await speeds.find(run.experiment), counts[index] ?? null];
    if (speed === null) error ??= problems.get(speeds.keyOf(run.experiment)) ?? null;
    else if (images === null || !isKnown(images))
      error ??= `how many images there are is known when it is ingested: npx nx run ${experiment}:ingest`;
    else {
      const { pretrain, probe } = estimateCost(run.experiment, images, speed);
      left.push({ run: run.name, speed, pretrain: isTrained(state, index) ? 0 : pretrain, probe });
    }
  }
  return {
    experiment,
    error,
    runs: runs.length,
    done,
    images: counts[0]?.pretrain ?? null,
    epochs: runs[0]?.experiment.pretrain.epochs ?? null,
    left,
    atMost: sweep?.earlyStopping != null || (sweep !== null && isAdaptive(sweep)),
  };
}

const stateOf = ({ stages }: ExperimentState, stage: string, index: number): RunState | undefined =>
  stages.find((one) => one.stage === stage)?.runs[index];

const isKept = (state: RunState | undefined): boolean => state?.state === 'fresh' || state?.stored === true;

/** Whether a run needs no training: its output is there, or in the store. */
const isTrained = (state: ExperimentState, index: number): boolean => isKept(stateOf(state, 'pretrain', index));

const isDone = (state: ExperimentState, index: number): boolean =>
  isTrained(state, index) && isKept(stateOf(state, 'linear-probe', index));

const isKnown = (counts: ImageCounts): counts is { readonly [K in keyof ImageCounts]: number } =>
  counts.train !== null && counts.test !== null && counts.pretrain !== null;

/** As the settings say; of a folder as it was ingested. */
async function imagesOf(workspace: string, experiment: string, run: Run): Promise<ImageCounts> {
  const counts = countImages(run.experiment.dataset);
  if (isKnown(counts)) return counts;
  const folder = runPaths(workspace).output(experiment, 'ingest', run.name);
  const output = await StageOutput.open(folder, ingestResultSchema).catch(() => null);
  return output === null ? counts : ingested(output.result);
}

function ingested({ splits: { train, test, unlabelled } }: IngestResult): ImageCounts {
  return { train: train.count, test: test.count, pretrain: (unlabelled ?? train).count };
}
