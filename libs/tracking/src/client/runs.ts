import { z } from 'zod';
import type { RequestOptions, Transport } from './transport';

export type RunStatus = 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED';

/** A run of the server. */
export interface Run {
  readonly id: string;
  /** Where its artifacts lie: `mlflow-artifacts:/...` where the server takes them. */
  readonly artifacts: string;
}

export interface NewRun {
  readonly experiment: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Metric {
  /** Letters, digits, `_`, `-`, `.`, `:`, `/` and blanks; 250 characters at most. */
  readonly key: string;
  /** NaN and infinities as their names: JSON has none. */
  readonly value: number | string;
  readonly timestamp: number;
  readonly step: number;
}

/** What may stand in one request: 1000 in all, of them 100 parameters and 100 tags. */
export interface Batch {
  readonly metrics?: readonly Metric[];
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

const nothing = z.object({});
const runSchema = z.object({ info: z.object({ run_id: z.string(), artifact_uri: z.string() }) });
const createdSchema = z.object({ run: runSchema });
const foundSchema = z.object({ runs: z.array(runSchema).default([]) });

const pairs = (values: Readonly<Record<string, string>> = {}) =>
  Object.entries(values).map(([key, value]) => ({ key, value }));

const toRun = ({ info }: z.infer<typeof runSchema>): Run => ({ id: info.run_id, artifacts: info.artifact_uri });

/** Makes a run. Not to be tried twice: where the answer is lost, look for a tag of the run's own first. */
export async function createRun(transport: Transport, run: NewRun, options: RequestOptions = {}): Promise<Run> {
  const body = {
    experiment_id: run.experiment,
    run_name: run.name,
    user_id: run.tags['mlflow.user'],
    start_time: run.start,
    tags: pairs(run.tags),
  };
  const created = await transport.call('POST', 'runs/create', body, createdSchema, { ...options, retries: 0 });
  return toRun(created.run);
}

/** The runs of an experiment that have this tag, the oldest first. */
export async function findRuns(
  transport: Transport,
  experiment: string,
  [tag, value]: readonly [string, string],
  options: RequestOptions = {},
): Promise<Run[]> {
  const body = {
    experiment_ids: [experiment],
    filter: `tags.\`${tag}\` = '${value}'`,
    order_by: ['attributes.start_time ASC'],
    max_results: 100,
  };
  const { runs } = await transport.call('POST', 'runs/search', body, foundSchema, options);
  return runs.map(toRun);
}

/** Adds metrics, parameters and tags. The same ones again change nothing; another value of a parameter is refused. */
export async function logBatch(
  transport: Transport,
  run: string,
  { metrics = [], params, tags }: Batch,
  options: RequestOptions = {},
): Promise<void> {
  const body = { run_id: run, metrics, params: pairs(params), tags: pairs(tags) };
  await transport.call('POST', 'runs/log-batch', body, nothing, options);
}

/** @param end milliseconds since 1970; null while it runs */
export async function updateRun(
  transport: Transport,
  run: string,
  { status, end }: { status: RunStatus; end: number | null },
  options: RequestOptions = {},
): Promise<void> {
  const body = { run_id: run, status, ...(end === null ? {} : { end_time: end }) };
  await transport.call('POST', 'runs/update', body, z.object({}), options);
}

/** Moves a run to MLflow's trash. */
export async function deleteRun(transport: Transport, run: string, options: RequestOptions = {}): Promise<void> {
  await transport.call('POST', 'runs/delete', { run_id: run }, nothing, options);
}
