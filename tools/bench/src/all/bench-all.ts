import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError, writeAtomic } from '@amcl/artifacts';
import { markers, replaceMarked } from '@amcl/reporting';
import { runBenchmark } from '../run-benchmark';
import type { Part, PartOptions } from './figure';
import { busyShare, describeMachine, describeVersions } from './machine';
import { PARTS } from './parts';
import { expectedSeconds, secondsLeft } from './progress';
import { mergeRows, rowOf, type Rows } from './rows';
import { renderTable } from './table';

export interface AllBench extends PartOptions {
  /** Names of parts; the others keep their rows. */
  readonly only?: readonly string[];
  /** Whether the optional part takes part. */
  readonly accuracy?: boolean;
}

/** Of the cores' time taken by others, above which a figure says so. */
const BUSY = 0.1;

const FIGURES = PARTS.flatMap(({ figures }) => figures);

/**
 * Every figure of the table in docs/performance.md, part by part, each in a process of its own; a part's rows are written as soon as
 * it is done. A part that fails keeps its old rows, and the exit code is 1.
 */
export async function benchAll({ only, accuracy = false, ...options }: AllBench): Promise<void> {
  const parts = chooseParts(only, accuracy);
  const lacking = parts.filter(({ needsPeer }) => needsPeer && options.peer === undefined);
  if (lacking.length > 0)
    throw new UserError(
      `Expected --peer <python>, which has torch, torchvision, lightly and kornia, for ${lacking.map(({ name }) => name).join(', ')}. Add it, or choose others by --only`,
    );
  const folder = options.trial ? join('.amcl', 'bench-trial') : 'docs';
  const table = openTable(folder);
  const expected = parts.map((part) => expectedSeconds(part, table.rows));
  const done: { expected: number; taken: number }[] = [];
  for (const [index, part] of parts.entries()) {
    const left = Math.ceil(secondsLeft(expected.slice(index), done) / 60);
    console.error(`[${index + 1}/${parts.length}] ${part.name}: about ${left} min left`);
    const { rows, seconds } = await measure(part, options);
    done.push({ expected: expected[index] ?? 0, taken: seconds });
    await table.add(rows);
  }
  console.error(`${renderTable(FIGURES, table.rows)}\n\nwritten to ${folder}/performance.md and .json`);
  console.log(JSON.stringify({ benchmark: 'all', trial: options.trial, rows: table.rows }));
}

function chooseParts(only: readonly string[] | undefined, accuracy: boolean): Part[] {
  const names = PARTS.map(({ name }) => name);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new UserError(`Expected parts among ${names.join(', ')} but received ${unknown}`);
  return PARTS.filter(({ name, optional }) => (only ? only.includes(name) : !optional || accuracy));
}

async function measure(part: Part, options: PartOptions): Promise<{ rows: Rows; seconds: number }> {
  const doubt = options.trial ? 'a trial at sizes of seconds' : crowdNote(await busyShare());
  if (doubt !== null) console.error(doubt);
  const { lines, code, seconds } = await runBenchmark(part.args(options));
  const origin = {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    versions: describeVersions(lines[0]),
    doubt,
  };
  try {
    if (code !== 0) throw new Error(`it ended with ${code}; its message is above`);
    const rows = part.figures.map((figure) => [figure.id, rowOf(figure, figure.read(lines), origin, seconds)] as const);
    return { rows: Object.fromEntries(rows), seconds };
  } catch (error) {
    console.error(`${part.name} gave no figures: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
    return { rows: {}, seconds };
  }
}

/**
 * What to say of a machine that others use, too. It does not slow all alike: PyTorch's threads wait for each other after every operation,
 * and where one of them has no core, a step of small operations takes ten times as long as on one thread.
 */
function crowdNote(busy: number): string | null {
  if (busy <= BUSY) return null;
  return `measured beside other work, which took ${(100 * busy).toFixed(0)} % of the cores: measure again on a quiet machine`;
}

/** The page and the JSON beside it, in a folder. */
function openTable(folder: string): { readonly rows: Rows; add(newer: Rows): Promise<void> } {
  const [page, json] = [join(folder, 'performance.md'), join(folder, 'performance.json')];
  mkdirSync(folder, { recursive: true });
  const { begin, end } = markers('bench');
  const text = () => (existsSync(page) ? readFileSync(page, 'utf8') : `${begin}\n${end}\n`);
  let rows = existsSync(json) ? (JSON.parse(readFileSync(json, 'utf8')) as { rows: Rows }).rows : {};
  // Before anything is measured, so that a page without markers is told at once.
  replaceMarked(text(), 'bench', '');
  return {
    get rows() {
      return rows;
    },
    add: async (newer) => {
      rows = mergeRows(FIGURES, rows, newer);
      await writeAtomic(json, `${JSON.stringify({ rows }, null, 2)}\n`);
      await writeAtomic(page, replaceMarked(text(), 'bench', renderTable(FIGURES, rows)));
    },
  };
}
