import type { BlobStore, EngineIdentity, OutputFolder, StageOutput } from '@amcl/artifacts';
import type { Experiment } from '@amcl/experiment';
import type { AugmentResult, IngestResult, LinearProbeResult, PretrainResult } from '@amcl/results';
import type { StageEvent } from './stage-event';

export type StageName = 'ingest' | 'augment' | 'pretrain' | 'linear-probe' | 'report';
export type SectionName = Exclude<keyof Experiment, 'seed'>;

/** The results that later stages read. */
export interface StageResults {
  ingest: IngestResult;
  augment: AugmentResult;
  pretrain: PretrainResult;
  'linear-probe': LinearProbeResult;
}
export type InputName = keyof StageResults;

/** The outputs of the stages before, opened and checked. */
export type Inputs<I extends InputName> = { readonly [K in I]: StageOutput<StageResults[K]> };

/** What a stage has at hand. */
export interface StageContext {
  /** Name of the experiment: for messages, not for numbers. */
  readonly experiment: string;
  /** The experiment's seed, from which all randomness comes. */
  readonly seed: number;
  /** Workspace root, against which paths of the experiment resolve. */
  readonly workspace: string;
  /** Digest of all that decides this stage's result: section, seed, inputs, engine, code. */
  readonly key: string;
  /** Folder for unfinished work, kept until the stage succeeds; empty for a new key. */
  readonly work: string;
  readonly store: BlobStore;
  readonly output: OutputFolder;
  /** Aborted by Ctrl-C: write a checkpoint, then throw `signal.reason`. */
  readonly signal: AbortSignal;
  /** Identity of the engine, of a stage that uses one. */
  readonly engine: EngineIdentity | null;
  emit(this: void, event: StageEvent): void;
}

/** A stage of an experiment: reads its section and the outputs of stages before it, writes its own output. */
export interface Stage<S extends SectionName, I extends InputName, R> {
  readonly name: StageName;
  readonly section: S;
  readonly reads: readonly I[];
  readonly usesEngine: boolean;
  /** @returns the manifest's `result`, and figures of this run (speed, memory) for `run.json` */
  run(section: Experiment[S], inputs: Inputs<I>, context: StageContext): Promise<StageReturn<R>>;
}

export interface StageReturn<R> {
  readonly result: R;
  readonly run?: Readonly<Record<string, unknown>>;
}
