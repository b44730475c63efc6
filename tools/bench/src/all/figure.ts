/** A JSON line of a benchmark. */
export type Line = Readonly<Record<string, unknown>>;

/** What a figure must reach. */
export type Target = { readonly atLeast: number } | { readonly atMost: number };

/** What was measured of a figure. */
export interface Reading {
  /** null where there is none, as `note` says. */
  readonly ours: number | null;
  readonly rival: number | null;
  /** What is compared with the target; null where it was not measured. */
  readonly ratio: number | null;
  /** What a reader must know besides: how it was bounded, what is missing. */
  readonly note: string | null;
}

/** A row of the table. */
export interface Figure {
  /** Its part's name, and after a slash its own where the part has several. */
  readonly id: string;
  readonly what: string;
  /** Of `ours` and `rival`. */
  readonly unit: string;
  /** Whom ours is compared with. */
  readonly against: string;
  readonly target: Target | null;
  /** @throws where the benchmark printed something else */
  read(lines: readonly Line[]): Reading;
}

/** What the user asks of a part. */
export interface PartOptions {
  readonly rounds: number;
  /** Seconds that a rival may take for a round. */
  readonly limit: number;
  readonly peer?: string;
  /** At sizes of seconds. */
  readonly trial: boolean;
}

/** A benchmark that is run on its own, and the figures that it gives. */
export interface Part {
  readonly name: string;
  /** Whether it compares with a program of Python's. */
  readonly needsPeer: boolean;
  /** Runs only where it is asked for, since it takes long. */
  readonly optional: boolean;
  /** Roughly, on two cores: for the time left, until it was measured once. */
  readonly minutes: number;
  readonly figures: readonly Figure[];
  /** Of this program. */
  readonly args: (options: PartOptions) => string[];
}

/** Whether a ratio reaches a target, as it is shown; null where there is nothing to compare. */
export function isMet(target: Target | null, ratio: number | null): boolean | null {
  if (target === null || ratio === null) return null;
  return 'atLeast' in target ? ratio >= target.atLeast : ratio <= target.atMost;
}

/** The part of a figure, by its id. */
export function partOf(id: string): string {
  return id.split('/')[0] ?? id;
}
