import { BlobStore, isLocked, StageStore, type EngineIdentity } from '@amcl/artifacts';
import type { Experiment, Run, SectionName } from '@amcl/experiment';
import { stages, type StageTarget } from '@amcl/nx-pipelines/stages';
import { ingestResultSchema, pretrainResultSchema } from '@amcl/results';
import type { Choices, SourceList, Sources } from '@amcl/sources';
import {
  choicesOf,
  inputName,
  runPaths,
  settingsDigest,
  settingsOf,
  workHead,
  workKey,
  type Shown,
  type StageName,
  type WorkSettings,
} from '@amcl/stage';
import { adaptedBySweep } from './adapted-by-sweep';
import { findOutput, type FoundOutput } from './find-output';
import { judgeWork, NO_INPUT } from './judge-work';
import { readSourceList } from './read-source-list';
import type { RunState, StageState, State } from './state';

/** What the states of an experiment depend on beside its settings. */
export interface StatePlace {
  readonly workspace: string;
  readonly experiment: string;
  /** That was provided last; null where none was. */
  readonly engine: EngineIdentity | null;
  /** The code of a work of a stage. */
  sourcesOf(this: void, stage: string, choices: Choices): Sources;
}

/** A work that may be an input of a later one. */
interface Known {
  /** Of its manifest; null where there is none. */
  readonly digest: string | null;
  /** Digest of the settings by which it was made. */
  readonly settings: string | null;
  /** Of its manifest. */
  readonly result: unknown;
  readonly state: State;
}

/** A stage of a run, or of all runs. */
interface Task {
  readonly stage: StageTarget;
  readonly run: string | null;
  /** By what a run would work now; what a sweep chooses in training is taken from the output that is there. */
  readonly settings: (found: FoundOutput | 'damaged' | null) => WorkSettings;
  /** What it reads: its stage, and how that is named among the inputs. */
  readonly reads: readonly { readonly stage: string; readonly name: string; readonly known: Known }[];
}

/**
 * The state of each stage of an experiment, in order: fresh where a run would have the key of the output that is there.
 * @param runs the experiment's, as it is declared now
 */
export async function readStates(runs: readonly Run[], place: StatePlace): Promise<StageState[]> {
  const known = new Map<string, Known>();
  const knownOf = (stage: string, run: string | null): Known =>
    known.get(inputName(stage, run)) ?? { digest: null, settings: null, result: undefined, state: 'stale' };
  const states: StageState[] = [];
  for (const stage of stages) {
    const reads = (ofRun: string | null, name: string | null) =>
      stage.reads.map((read) => ({ stage: read, name: inputName(read, name), known: knownOf(read, ofRun) }));
    const tasks: Task[] = runs.map((run) => ({
      stage,
      run: run.name,
      settings: (found) => {
        const adapted = stage.section === 'pretrain' ? adaptedBySweep(run, found) : null;
        const name = stage.section as SectionName;
        return settingsOf(name, { seed: run.seed, section: adapted?.section ?? run.experiment[name] });
      },
      reads: reads(run.name, null),
    }));
    const [first] = tasks;
    const all = runs.flatMap(({ name }) => reads(name, name));
    const own = stage.summarizes === true && first !== undefined ? [{ ...first, run: null, reads: all }] : tasks;
    const judged: RunState[] = [];
    for (const task of own) {
      const { digest, settings, result, ...state } = await judge(task, place);
      known.set(inputName(stage.name, task.run), { digest, settings, result, state: state.state });
      judged.push(state);
    }
    states.push({ stage: stage.name, state: together(judged), runs: judged });
  }
  return states;
}

async function judge({ stage, run, reads, ...task }: Task, place: StatePlace): Promise<RunState & Known> {
  const paths = runPaths(place.workspace);
  const store = new BlobStore(paths.store);
  const found = await findOutput(paths.output(place.experiment, stage.name, run), store);
  const settings = task.settings(found);
  const resultOf = (read: string): unknown => reads.find(({ stage }) => stage === read)?.known.result;
  const choices = choicesOf(stage.name as StageName, {
    section: settings.section as Experiment[SectionName],
    ingest: ingestResultSchema.safeParse(resultOf('ingest')).data,
    pretrain: pretrainResultSchema.safeParse(resultOf('pretrain')).data,
  });
  const { digest: sources, list } = place.sourcesOf(stage.name, choices);
  const inputs = Object.fromEntries(reads.map(({ name, known }) => [name, known.digest ?? NO_INPUT]));
  const engine = stage.usesEngine ? place.engine : null;
  const shows: Shown | undefined = stage.summarizes
    ? {
        experiment: place.experiment,
        settings: Object.fromEntries(reads.map(({ name, known }) => [name, known.settings])),
      }
    : undefined;
  const head = workHead({ stage: stage.name, settings, inputs, engine, shows });
  const waitsFor = [...new Set(reads.filter(({ known }) => known.state !== 'fresh').map((read) => read.stage))];
  const reasons = await judgeWork(
    {
      section: stage.section,
      settings,
      head,
      sources,
      sourceList: JSON.parse(list) as SourceList,
      sourcesOf: (digest) => readSourceList(store, digest),
    },
    found,
  );
  const made = found === null || found === 'damaged' ? null : found;
  const known = {
    digest: made?.digest ?? null,
    result: made?.manifest.result,
    settings: made === null || made.work === null ? null : settingsDigest(made.work),
  };
  const key = workKey(head, sources);
  const rest = { run, reasons, waitsFor, ...known, stored: false, finished: made?.work?.finished ?? null };
  if (reasons.length + waitsFor.length === 0) return { ...rest, state: 'fresh' };
  rest.stored = waitsFor.length === 0 && (await isStored(key, store));
  const running = await isLocked(paths.lock(key));
  return { ...rest, state: running ? 'running' : 'stale' };
}

/** Whether a work was done before, and all of its files are whole. */
async function isStored(key: string, store: BlobStore): Promise<boolean> {
  const works = new StageStore(store);
  const text = await works.read(key);
  const files = text === null ? null : works.filesOf(text);
  return files !== null && (await Promise.all(files.map((file) => store.has(file)))).every(Boolean);
}

function together(runs: readonly RunState[]): State {
  if (runs.some(({ state }) => state === 'running')) return 'running';
  return runs.every(({ state }) => state === 'fresh') ? 'fresh' : 'stale';
}
