import { TimeLimitError, type Measurement } from './peer';

/** A contestant: does some work and says how much in what time. */
export type Contestant = () => Promise<Measurement> | Measurement;

/** What a contestant reached: views per second, the median over the rounds with the extremes. */
export interface Speed {
  readonly name: string;
  /** NaN, as the extremes, without a round. */
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** Median over the rounds of this speed over the first contestant's in the same round. */
  readonly ratioToFirst: number;
  /** Of each round, in order; fewer where it took longer than it may. */
  readonly rounds: readonly number[];
  /** The seconds that a round may take, where it took longer and was left out from then on; else null. */
  readonly limit: number | null;
}

/**
 * Runs contestants in turn, a round of warm-up and then `rounds` more, so that a machine that drifts drifts for all.
 * @param onRound tells of progress
 */
export async function alternate(
  contestants: Readonly<Record<string, Contestant>>,
  rounds: number,
  onRound: (round: number) => void,
): Promise<Speed[]> {
  const names = Object.keys(contestants);
  const speeds = new Map<string, number[]>(names.map((name) => [name, []]));
  const limits = new Map<string, number>();
  for (let round = 0; round <= rounds; round++) {
    onRound(round);
    for (const [name, run] of Object.entries(contestants)) {
      if (limits.has(name)) continue;
      try {
        const { views, seconds } = await run();
        if (round > 0) speeds.get(name)?.push(views / seconds);
      } catch (error) {
        if (!(error instanceof TimeLimitError)) throw error;
        limits.set(name, error.limit);
      }
    }
  }
  const first = speeds.get(names[0] ?? '') ?? [];
  return names.map((name) => {
    const own = speeds.get(name) ?? [];
    return {
      name,
      median: median(own),
      min: own.length > 0 ? Math.min(...own) : NaN,
      max: own.length > 0 ? Math.max(...own) : NaN,
      ratioToFirst: medianRatio(own, first),
      rounds: own,
      limit: limits.get(name) ?? null,
    };
  });
}

/** Median over the rounds of one speed over another of the same round; NaN where they share no round. */
export function medianRatio(speeds: readonly number[], others: readonly number[]): number {
  const shared = Math.min(speeds.length, others.length);
  return median(speeds.slice(0, shared).map((speed, round) => speed / (others[round] ?? NaN)));
}

/** The middle of the sorted values, the mean of the two in the middle of an even number; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}
