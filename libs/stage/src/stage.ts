import type { BlobStore, EngineIdentity, OutputFolder, StageOutput } from '@amcl/artifacts';
import type { Experiment, SectionName, SweepSettings } from '@amcl/experiment';
import type { AugmentResult, IngestResult, LinearProbeResult, PretrainResult } from '@amcl/results';
import type { RunRecord, RunSection } from './read-section';
import type { StageEvent } from './stage-event';

export type StageName = 'ingest' | 'augment' | 'pretrain' | 'linear-probe' | 'report';

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
  /** Folder for unfinished work, kept until the stage succeeds; of a new key it has nothing but `inputs.json`. */
  readonly work: string;
  readonly store: BlobStore;
  readonly output: OutputFolder;
  /** Aborted by Ctrl-C: write a checkpoint, then throw `signal.reason`. */
  readonly signal: AbortSignal;
  /** Identity of the engine, of a stage that uses one. */
  readonly engine: EngineIdentity | null;
  emit(this: void, event: StageEvent): void;
}

/** What a stage is, apart from what it does. */
interface StageHead<S extends SectionName, I extends InputName> {
  readonly name: StageName;
  readonly section: S;
  readonly reads: readonly I[];
  readonly usesEngine: boolean;
}

/** A stage of an experiment: reads its section and the outputs of stages before it, writes its own output. Of an experiment of several runs it is done for each. */
export interface Stage<S extends SectionName, I extends InputName, R> extends StageHead<S, I> {
  /** @returns the manifest's `result`, and figures of this run (speed, memory) for `run.json` */
  run(section: Experiment[S], inputs: Inputs<I>, context: StageContext): Promise<StageReturn<R>>;
  /**
   * Of a stage whose settings a sweep may make from its own results: yields the section by which each run is done, in order, and is given
   * the run's result. What it was stands in the output's `run.json` (`readWorkSection`).
   */
  adapt?(
    runs: readonly RunSection<S>[],
    sweep: SweepSettings,
    context: Pick<StageContext, 'signal' | 'emit'>,
  ): AsyncGenerator<Experiment[S], void, R>;
}

/** A stage that looks at all runs of an experiment at once. */
export interface SummaryStage<S extends SectionName, I extends InputName, R> extends StageHead<S, I> {
  /** @param runs one or more, in order; the context's seed is that of the first */
  summarize(section: Experiment[S], runs: readonly RunInputs<I>[], context: StageContext): Promise<StageReturn<R>>;
}

/** A run and what the stages before handed on of it. */
export interface RunInputs<I extends InputName> extends RunRecord {
  readonly inputs: Inputs<I>;
}

export interface StageReturn<R> {
  readonly result: R;
  readonly run?: Readonly<Record<string, unknown>>;
}
