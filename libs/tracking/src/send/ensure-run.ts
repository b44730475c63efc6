import {
  createRun,
  deleteRun,
  ensureExperiment,
  findRuns,
  logBatch,
  type RequestOptions,
  type Run,
  type Transport,
} from '../client';
import type { LineOf } from '../spool/spool-line';
import { makeOnce } from './make-once';

/** The tag by which a run or a model is known to be a spool's. */
export const SPOOL_TAG = 'amcl.spool';

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
  const run = await makeOnce({
    find: async (look) => (await findRuns(transport, experiment, [SPOOL_TAG, line.id], look))[0] ?? null,
    make: () => createRun(transport, { experiment, name: line.name, start: line.time, tags }, options),
    first,
    options,
  });
  if (parent !== null && line.link !== null)
    await logBatch(transport, parent, { tags: { [line.link]: run.id } }, options);
  return { ...run, experiment };
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
