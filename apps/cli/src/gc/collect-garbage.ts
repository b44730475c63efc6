import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { acquireLock, BlobStore, replaceUses } from '@amcl/artifacts';
import { runPaths } from '@amcl/stage';
import { findGarbage, keyOf, readStore, type StoreContent } from './find-garbage';
import { findNeeds, type ExperimentNeeds, type Needs } from './find-needs';
import { KINDS, type Garbage, type Kind } from './garbage';
import { removeGarbage } from './remove-garbage';
import { findRunningWorks, type RunningWorks } from './running-works';

export interface GcOptions {
  /** How many works are kept of each run of a stage. */
  readonly keep: number;
  /** Only look. */
  readonly dryRun: boolean;
}

export interface Amount {
  readonly count: number;
  readonly bytes: number;
}

/** What is kept of an experiment. Files that several experiments need count in each of them. */
export interface KeptOfExperiment {
  readonly experiment: string;
  /** Whether it has a folder in `pipelines/`; where not, only what `.amcl/out` has of it is kept. */
  readonly declared: boolean;
  readonly works: number;
  readonly files: number;
  readonly bytes: number;
}

export interface GcResult extends GcOptions {
  /** Works that living processes are at: what is younger than the oldest of them stays. */
  readonly running: number;
  /** What was removed, or would be. */
  readonly removed: Readonly<Record<Kind, Amount>>;
  /** Bytes in all. */
  readonly freed: number;
  readonly kept: readonly KeptOfExperiment[];
}

/** By how much a clock may be set back while a stage runs, in milliseconds. */
const SLACK = 60_000;

/**
 * Removes from `.amcl` what nothing needs: finished works and files of the store, what dead processes left, and works that were left
 * unfinished a week ago.
 *
 * A stage that runs is not disturbed. It takes the lock of its work, then waits while the collector's lock is held; this takes the
 * collector's lock, then looks for held works. So of the two that come at the same time at least one sees the other: the stage waits, or
 * its work is seen here. What a seen stage needs stays: its finished work by its key; what it makes, and the blobs that it puts anew or
 * again, as younger than its lock (`BlobStore`); the outputs that it reads by `inputs.json` of its work, also where `out` has others by
 * now; its own output in the making by its links. A work that was left unfinished is removed under its lock, for which nobody is waited.
 * @param slack by how many milliseconds more than the oldest work under way a thing must be older, a minute unless given
 * @throws LockHeldError naming the process when another one is at it; UserError when a folder cannot be written
 */
export async function collectGarbage(workspace: string, options: GcOptions, slack = SLACK): Promise<GcResult> {
  const paths = runPaths(workspace);
  const store = new BlobStore(paths.store);
  if (options.dryRun || !existsSync(dirname(paths.store))) {
    const { running, content, needs, garbage } = await look(workspace, options, slack);
    return summarize(options, running, content, needs, garbage);
  }
  const lock = await acquireLock(store.collectorLock);
  try {
    const { running, content, needs, garbage, before } = await look(workspace, options, slack);
    const removed: Garbage[] = [];
    for (const item of garbage) if (await removeGarbage(item, before)) removed.push(item);
    // A stage that runs may be adding a line.
    if (running.keys.length === 0) await replaceUses(paths.store, needs.uses);
    await store.keepVerified(new Set((await readStore(paths.store)).files.map(({ name }) => name)));
    return summarize(options, running, content, needs, removed);
  } finally {
    await lock.release();
  }
}

async function look(workspace: string, { keep }: GcOptions, slack: number) {
  const paths = runPaths(workspace);
  const running = await findRunningWorks(paths.works);
  const content = await readStore(paths.store);
  const needs = await findNeeds(workspace, keep, running.keys);
  const before = running.since - slack;
  const garbage = await findGarbage(workspace, content, needs.digests, before);
  return { running, content, needs, garbage, before };
}

function summarize(
  options: GcOptions,
  running: RunningWorks,
  content: StoreContent,
  needs: Needs,
  removed: readonly Garbage[],
): GcResult {
  const amounts = KINDS.map((kind) => [kind, amountOf(removed.filter((item) => item.kind === kind))] as const);
  return {
    ...options,
    running: running.keys.length,
    removed: Object.fromEntries(amounts) as Record<Kind, Amount>,
    freed: amountOf(removed).bytes,
    kept: needs.experiments
      .map((experiment) => keptOf(experiment, content))
      .filter(({ works, files }) => works + files > 0),
  };
}

function keptOf({ experiment, declared, digests }: ExperimentNeeds, { works, files }: StoreContent): KeptOfExperiment {
  const kept = files.filter(({ name }) => digests.has(name));
  return {
    experiment,
    declared,
    works: works.filter(({ name }) => digests.has(keyOf(name))).length,
    files: kept.length,
    bytes: kept.reduce((sum, { stats }) => sum + stats.size, 0),
  };
}

function amountOf(items: readonly Garbage[]): Amount {
  return { count: items.length, bytes: items.reduce((sum, { bytes }) => sum + bytes, 0) };
}
