import { alignColumns } from '../align-columns';
import type { GcResult, KeptOfExperiment } from './collect-garbage';
import { KINDS, type Kind } from './garbage';

const NAMES: Readonly<Record<Kind, string>> = {
  works: 'finished works',
  files: 'files of the store',
  unfinished: 'unfinished works, a week old',
  leftovers: 'left by dead processes',
};

/** What was removed, or would be, and what is kept, as lines for a terminal. */
export function describeGc({ dryRun, keep, running, removed, freed, kept }: GcResult): string {
  const rows = KINDS.map((kind) => [NAMES[kind], String(removed[kind].count), sizeText(removed[kind].bytes)]);
  const total = [dryRun ? 'would free' : 'freed', '', sizeText(freed)];
  return [
    ...alignColumns([[dryRun ? 'would remove' : 'removed', 'number', 'size'], ...rows, total]),
    ...describeKept(kept, keep),
    ...(running === 0 ? [] : ['', runningText(running)]),
  ].join('\n');
}

function describeKept(kept: readonly KeptOfExperiment[], keep: number): string[] {
  if (kept.length === 0) return [];
  const rows = kept.map(({ experiment, declared, works, files, bytes }) => [
    experiment,
    String(works),
    String(files),
    sizeText(bytes),
    declared ? '' : `pipelines/${experiment} is gone: only what .amcl/out has`,
  ]);
  const head = [`keeps the last ${keep} of`, 'works', 'files', 'size'];
  return ['', ...alignColumns([head, ...rows])];
}

function runningText(running: number): string {
  if (running === 1) return 'A work is under way: what is younger stays.';
  return `${running} works are under way: what is younger than the oldest of them stays.`;
}

/** `1.20 GB`, `35.4 MB`, `2 kB` */
function sizeText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`;
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${Math.ceil(bytes / 1e3)} kB`;
}
