/** What a stage says while it runs. Whoever listens can neither slow nor break it. */
export type StageEvent = ProgressEvent | MessageEvent | EpochEvent;

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
