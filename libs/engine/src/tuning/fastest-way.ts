/** Share of the first way's time that another must stay below to be worth leaving it: less is noise. */
const WORTHWHILE = 0.95;

/** Times that each way is run after the first, which warms up. */
const ROUNDS = 3;

/** A way whose first run takes this many times as long as the fastest one's is not run again. */
const HOPELESS = 3;

/**
 * The best time of each way, in milliseconds, in turns: what else the machine does meets all of them alike.
 * @param clock milliseconds
 */
export function bestTimes(runs: Readonly<Record<string, () => void>>, clock: () => number): Record<string, number> {
  const timeOf = (run: () => void) => {
    const started = clock();
    run();
    return clock() - started;
  };
  const entries = Object.entries(runs);
  const best = Object.fromEntries(entries.map(([way, run]) => [way, timeOf(run)]));
  const least = Math.min(...Object.values(best));
  const hopeful = entries.filter(([way]) => (best[way] ?? Infinity) <= HOPELESS * least);
  for (const [way] of hopeful) best[way] = Infinity;
  for (let round = 0; round < ROUNDS; round++)
    for (const [way, run] of hopeful) best[way] = Math.min(best[way] ?? Infinity, timeOf(run));
  return best;
}

/** The way to take: the first, unless another is faster by more than noise. */
export function fastestWay(milliseconds: Readonly<Record<string, number>>, ways: readonly string[]): string {
  const [first = '', ...others] = ways;
  const timeOf = (way: string) => milliseconds[way] ?? Infinity;
  return others
    .filter((way) => timeOf(way) < WORTHWHILE * timeOf(first))
    .reduce((best, way) => (timeOf(way) < timeOf(best) ? way : best), first);
}
