import type { Speed } from './alternate';

/** Prints a benchmark: a table on standard error, for people, and JSON on standard output, for programs. */
export function printBenchmark(
  benchmark: string,
  setting: object,
  speeds: readonly Speed[],
  figures: object = {},
): void {
  const rows = speeds.map(({ name, median, min, max, ratioToFirst }) => [
    name,
    median.toFixed(0),
    `${min.toFixed(0)}..${max.toFixed(0)}`,
    ratioToFirst.toFixed(3),
  ]);
  const table = [['', 'views/s', 'min..max', 'ratio'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  for (const row of table)
    console.error(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    );
  for (const [name, value] of Object.entries(figures)) console.error(`${name}: ${JSON.stringify(value)}`);
  console.log(JSON.stringify({ benchmark, ...setting, speeds, ...figures }));
}
