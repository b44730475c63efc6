import { z } from 'zod';
import type { RequestOptions, Transport } from './transport';

/** A data set as MLflow knows it. */
export interface Dataset {
  readonly name: string;
  /** 36 characters at most. */
  readonly digest: string;
  readonly sourceType: string;
  /** JSON. */
  readonly source: string;
  /** JSON: `{ mlflow_tensorspec: ... }`. */
  readonly schema: string;
  /** JSON. */
  readonly profile: string;
  /** What it is for: `training`, `evaluation`. */
  readonly context: string;
}

/** Names a data set as an input of a run; the same one again changes nothing. */
export async function logDataset(
  transport: Transport,
  run: string,
  dataset: Dataset,
  options: RequestOptions = {},
): Promise<void> {
  const { context, name, digest, sourceType, source, schema, profile } = dataset;
  const entry = {
    dataset: { name, digest, source_type: sourceType, source, schema, profile },
    tags: [{ key: 'mlflow.data.context', value: context }],
  };
  await transport.call('POST', 'runs/log-inputs', { run_id: run, datasets: [entry] }, z.object({}), options);
}
