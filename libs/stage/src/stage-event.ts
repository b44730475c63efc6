import type { EngineIdentity, Manifest } from '@amcl/artifacts';

/**
 * What a stage says while it works. Whoever listens can neither slow nor break it. A program may do the stage for several runs of an
 * experiment (its seeds, the points of its sweep), one after the other: what stands between `started` and `ended` belongs to that run.
 */
export type StageEvent =
  StartedEvent | ProgressEvent | MessageEvent | EpochEvent | MetricsEvent | KeptEvent | EndedEvent;

/** Which work is meant. */
export interface WorkIdentity {
  /** Workspace root. */
  readonly workspace: string;
  readonly experiment: string;
  /** Of the experiment's runs, the one that this is: `seed-2`, `point-3-seed-1`; null where the experiment has only one. */
  readonly run: string | null;
  readonly stage: string;
  readonly seed: number;
  /** The stage key: digest of all that decides the result. The same work has the same key, resumed or not. */
  readonly key: string;
}

/** The work begins, or goes on after a break. */
export interface StartedEvent extends WorkIdentity {
  readonly kind: 'started';
  /** Identity of the engine, of a stage that uses one. */
  readonly engine: EngineIdentity | null;
  /** The section of the experiment by which it works, with what a sweep chose for this run. */
  readonly section: unknown;
}

/** How far a task of the stage is: for a progress bar. */
export interface ProgressEvent {
  readonly kind: 'progress';
  /** What is being done, in a word or two: `download`, `epoch 3/10`. */
  readonly task: string;
  readonly done: number;
  readonly total: number;
  /** What is counted: `MB`, `images`, `steps`. */
  readonly unit: string;
  /** Figures to show beside the bar, already named and rounded: `{ loss: 5.123, 'views/s': 512 }`. */
  readonly values?: Readonly<Record<string, number>>;
}

/** A line to show as it is. */
export interface MessageEvent {
  readonly kind: 'message';
  readonly level: 'info' | 'warning';
  readonly text: string;
}

/** The one line that an epoch leaves behind. */
export interface EpochEvent {
  readonly kind: 'epoch';
  readonly text: string;
}

/**
 * Figures to be kept and drawn over steps. A resumed run says those since its checkpoint once more, with the same values.
 * @example { kind: 'metrics', step: 12, values: { 'train/loss': 5.1, 'train/lr': 0.06 } }
 */
export interface MetricsEvent {
  readonly kind: 'metrics';
  /** Training steps done, or epochs of a probe. */
  readonly step: number;
  /** By name, `<group>/<figure>`; accuracies in percent. */
  readonly values: Readonly<Record<string, number>>;
}

/** The same work was done before: its output was taken from the store, and nothing was computed. */
export interface KeptEvent extends WorkIdentity {
  readonly kind: 'kept';
}

/** The work is over. */
export type EndedEvent = FinishedEvent | BrokenEvent;

export interface FinishedEvent {
  readonly kind: 'ended';
  readonly outcome: 'finished';
  /** Path of the output folder, with `manifest.json` and the files that it names. */
  readonly output: string;
  readonly manifest: Manifest;
  /** Time, speed and memory of this run: `run.json`. */
  readonly record: Readonly<Record<string, unknown>>;
}

export interface BrokenEvent {
  readonly kind: 'ended';
  /** `stopped` by the user: the same command goes on. */
  readonly outcome: 'failed' | 'stopped';
  readonly message: string;
}
