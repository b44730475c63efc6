import { setTimeout as sleep } from 'node:timers/promises';
import {
  createRun,
  deleteRun,
  ensureExperiment,
  findRuns,
  logBatch,
  MlflowError,
  type RequestOptions,
  type Run,
  type Transport,
} from '../client';
import type { LineOf } from '../spool/spool-line';

/** The tag by which a run is known to be a spool's. */
const SPOOL_TAG = 'amcl.spool';
const TRIES = 5;

/** The run of a spool's first line, with its experiment's id. */
export interface EnsuredRun extends Run {
  readonly experiment: string;
}

/**
 * The run of a spool, which is made where it is missing. Since an attempt to make it may have had an effect though its answer was
 * lost, every attempt but the very first looks for it before.
 * @param first whether nobody has tried to make it before
 * @param parent id of the parent run, which gets a tag that names this one; null for a parent
 */
export async function ensureRun(
  transport: Transport,
  line: LineOf<'run'>,
  parent: string | null,
  first: boolean,
  options: RequestOptions,
): Promise<EnsuredRun> {
  const experiment = await ensureExperiment(transport, line.experiment, options);
  const nested: Record<string, string> = parent === null ? {} : { 'mlflow.parentRunId': parent };
  const tags = { ...line.tags, ...nested, [SPOOL_TAG]: line.id };
  const make = () => createRun(transport, { experiment, name: line.name, start: line.time, tags }, options);
  const run = await tryUntilMade(transport, experiment, line.id, first, make, options);
  if (parent !== null && line.link !== null)
    await logBatch(transport, parent, { tags: { [line.link]: run.id } }, options);
  return { ...run, experiment };
}

async function tryUntilMade(
  transport: Transport,
  experiment: string,
  id: string,
  first: boolean,
  make: () => Promise<Run>,
  options: RequestOptions,
): Promise<Run> {
  for (let tried = 1; ; tried++) {
    if (!first || tried > 1) {
      const [found] = await findRuns(transport, experiment, [SPOOL_TAG, id], options);
      if (found !== undefined) return found;
    }
    try {
      return await make();
    } catch (error) {
      if (!(error instanceof MlflowError) || error.failure === 'refused' || tried === TRIES) throw error;
      await sleep(Math.max(200 * tried, error.retryAfter), undefined, { signal: options.signal });
    }
  }
}

/**
 * Deletes what a lost answer has left: runs of the same spool beside the one that has the points. They are empty, and come
 * about where a server makes a run long after the request was given up.
 */
export async function deleteTwins(
  transport: Transport,
  experiment: string,
  id: string,
  run: string,
  options: RequestOptions,
): Promise<void> {
  const runs = await findRuns(transport, experiment, [SPOOL_TAG, id], options);
  for (const twin of runs) if (twin.id !== run) await deleteRun(transport, twin.id, options);
}
