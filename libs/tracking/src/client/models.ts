import { z } from 'zod';
import { MlflowError } from './mlflow-error';
import type { RequestOptions, Transport } from './transport';

/** A logged model. */
export interface LoggedModel {
  readonly id: string;
  /** Where its files lie. */
  readonly artifacts: string;
}

export interface NewModel {
  readonly experiment: string;
  readonly name: string;
  /** The run that made it. */
  readonly run: string;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

const nothing = z.object({});
const modelSchema = z.object({ info: z.object({ model_id: z.string(), artifact_uri: z.string() }) });
const createdSchema = z.object({ model: modelSchema });
const foundSchema = z.object({ models: z.array(modelSchema).default([]) });
const versionSchema = z.object({ version: z.string() });

const pairs = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([key, value]) => ({ key, value }));
const toModel = ({ info }: z.infer<typeof modelSchema>): LoggedModel => ({
  id: info.model_id,
  artifacts: info.artifact_uri,
});

/** Makes a logged model, whose files are to follow. Not to be tried twice, as `createRun`. */
export async function createModel(
  transport: Transport,
  model: NewModel,
  options: RequestOptions = {},
): Promise<LoggedModel> {
  const { experiment, name, run, params, tags } = model;
  const body = { experiment_id: experiment, name, source_run_id: run, params: pairs(params), tags: pairs(tags) };
  const made = await transport.call('POST', 'logged-models', body, createdSchema, { ...options, retries: 0 });
  return toModel(made.model);
}

/** The logged models of an experiment that have this tag. */
export async function findModels(
  transport: Transport,
  experiment: string,
  [tag, value]: readonly [string, string],
  options: RequestOptions = {},
): Promise<LoggedModel[]> {
  const body = { experiment_ids: [experiment], filter: `tags.\`${tag}\` = '${value}'` };
  const { models } = await transport.call('POST', 'logged-models/search', body, foundSchema, options);
  return models.map(toModel);
}

/** Says that a logged model has all its files, and ties it to its run. */
export async function finishModel(
  transport: Transport,
  model: LoggedModel,
  run: string,
  options: RequestOptions = {},
): Promise<void> {
  const ready = { model_id: model.id, status: 'LOGGED_MODEL_READY' };
  await transport.call('PATCH', `logged-models/${model.id}`, ready, nothing, options);
  const outputs = { run_id: run, models: [{ model_id: model.id, step: 0 }] };
  await transport.call('POST', 'runs/outputs', outputs, nothing, options);
}

/** Makes a logged model a version of a registered one, which is made where it is missing; once for each logged model. */
export async function registerModel(
  transport: Transport,
  name: string,
  model: LoggedModel,
  run: string,
  options: RequestOptions = {},
): Promise<void> {
  try {
    await transport.call('POST', 'registered-models/create', { name }, nothing, options);
  } catch (error) {
    if (!(error instanceof MlflowError && error.code === 'RESOURCE_ALREADY_EXISTS')) throw error;
  }
  const source = `models:/${model.id}`;
  if (await hasVersion(transport, name, run, model, options)) return;
  const body = { name, source, run_id: run, model_id: model.id };
  const answer = z.object({ model_version: versionSchema });
  await transport.call('POST', 'model-versions/create', body, answer, { ...options, retries: 0 });
}

async function hasVersion(
  transport: Transport,
  name: string,
  run: string,
  { id }: LoggedModel,
  options: RequestOptions,
): Promise<boolean> {
  const schema = z.object({
    model_versions: z.array(z.object({ source: z.string(), model_id: z.string().optional() })).default([]),
  });
  const filter = `name = '${name.replaceAll("'", "''")}' and run_id = '${run}'`;
  const { model_versions } = await transport.call('GET', 'model-versions/search', { filter }, schema, options);
  return model_versions.some((version) => version.model_id === id || version.source.includes(id));
}
