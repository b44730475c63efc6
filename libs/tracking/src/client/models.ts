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

/** Says that a logged model has all its files. */
export async function finishModel(
  transport: Transport,
  { id }: LoggedModel,
  options: RequestOptions = {},
): Promise<void> {
  const ready = { model_id: id, status: 'LOGGED_MODEL_READY' };
  await transport.call('PATCH', `logged-models/${id}`, ready, nothing, options);
}

/** Names a logged model as an output of a run. Not to be done twice: the server refuses it then. */
export async function logOutput(
  transport: Transport,
  run: string,
  { id }: LoggedModel,
  options: RequestOptions = {},
): Promise<void> {
  const outputs = { run_id: run, models: [{ model_id: id, step: 0 }] };
  await transport.call('POST', 'runs/outputs', outputs, nothing, { ...options, retries: 0 });
}

/** Whether a run has a logged model as an output. */
export async function hasOutput(
  transport: Transport,
  run: string,
  { id }: LoggedModel,
  options: RequestOptions = {},
): Promise<boolean> {
  const outputs = z.object({ model_outputs: z.array(z.object({ model_id: z.string() })).default([]) });
  const schema = z.object({ run: z.object({ outputs: outputs.optional() }) });
  const answer = await transport.call('GET', 'runs/get', { run_id: run }, schema, options);
  return answer.run.outputs?.model_outputs.some((output) => output.model_id === id) === true;
}

/** Makes a registered model, where there is none of this name. */
export async function ensureRegisteredModel(
  transport: Transport,
  name: string,
  options: RequestOptions = {},
): Promise<void> {
  try {
    await transport.call('POST', 'registered-models/create', { name }, nothing, options);
  } catch (error) {
    if (!(error instanceof MlflowError && error.code === 'RESOURCE_ALREADY_EXISTS')) throw error;
  }
}

/** Makes a logged model a version of a registered one. Not to be tried twice. @returns the version's number */
export async function createVersion(
  transport: Transport,
  name: string,
  model: LoggedModel,
  run: string,
  options: RequestOptions = {},
): Promise<string> {
  const body = { name, source: sourceOf(model), run_id: run, model_id: model.id };
  const answer = z.object({ model_version: versionSchema });
  const made = await transport.call('POST', 'model-versions/create', body, answer, { ...options, retries: 0 });
  return made.model_version.version;
}

/** The version of a registered model that a logged model is; null where it is none. */
export async function findVersion(
  transport: Transport,
  name: string,
  model: LoggedModel,
  run: string,
  options: RequestOptions = {},
): Promise<string | null> {
  const schema = z.object({ model_versions: z.array(versionSchema.extend({ source: z.string() })).default([]) });
  const filter = `name = '${name.replaceAll("'", "''")}' and run_id = '${run}'`;
  const { model_versions } = await transport.call('GET', 'model-versions/search', { filter }, schema, options);
  return model_versions.find(({ source }) => source === sourceOf(model))?.version ?? null;
}

/** Where a registered version's files are: at the logged model. */
function sourceOf({ id }: LoggedModel): string {
  return `models:/${id}`;
}
