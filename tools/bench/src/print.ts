import type { Speed } from './alternate';

/** Prints a benchmark: a table on standard error, for people, and JSON on standard output, for programs. */
export function printBenchmark(
  benchmark: string,
  setting: object,
  speeds: readonly Speed[],
  figures: object = {},
): void {
  const rows = speeds.map(({ name, median, min, max, ratioToFirst, rounds, limit }) => [
    limit === null ? name : `${name} (left out: a round took more than ${limit} s)`,
    ...(rounds.length === 0
      ? ['', '', '']
      : [speed(median), `${speed(min)}..${speed(max)}`, Number.isNaN(ratioToFirst) ? '' : ratioToFirst.toFixed(3)]),
  ]);
  console.error(columns([['', 'views/s', 'min..max', 'ratio'], ...rows]));
  for (const [name, value] of Object.entries(figures)) console.error(`${name}: ${JSON.stringify(value)}`);
  console.log(JSON.stringify({ benchmark, ...setting, speeds, ...figures }));
}

/** Rows of cells as lines of text, the first column to the left and the others to the right. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) => row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))))
    .map((cells) => cells.join('  ').trimEnd())
    .join('\n');
}

/** Views per second with three digits or more. */
export function speed(value: number): string {
  return value < 100 ? value.toPrecision(3) : value.toFixed(0);
}
