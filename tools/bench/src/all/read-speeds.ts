import { medianRatio, type Speed } from '../alternate';
import type { Line, Reading } from './figure';

/** The ratio of two contestants of a benchmark that printed `speeds`, as the median over the rounds. */
export function readSpeeds(line: Line | undefined, ours: string, rival: string): Reading {
  const own = find(line, ours);
  const other = find(line, rival);
  const ratio = finite(medianRatio(own.rounds, other.rounds));
  return { ours: finite(own.median), rival: finite(other.median), ratio, note: noteOf(other) };
}

function find(line: Line | undefined, name: string): Speed {
  const speeds = (line?.['speeds'] ?? []) as readonly Speed[];
  const found = speeds.find((speed) => speed.name === name);
  if (found) return found;
  throw new Error(`Expected a speed of ${name} but the benchmark printed ${speeds.map((one) => one.name).join(', ')}`);
}

function noteOf({ rounds, limit }: Speed): string | null {
  if (limit === null) return null;
  if (rounds.length === 0) return `the rival did not end a step within ${limit} s`;
  return `the rival was left out after ${rounds.length} rounds: the next took more than ${limit} s`;
}

/** JSON has null where there was no number. */
const finite = (value: number | null): number | null => (Number.isFinite(value) ? value : null);
