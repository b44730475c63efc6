import {
  createModel,
  findModels,
  finishModel,
  registerModel,
  uploadArtifact,
  type LoggedModel,
  type RequestOptions,
  type Transport,
} from '../client';
import type { LineOf } from '../spool/spool-line';

const SPOOL_TAG = 'amcl.spool';

/** The run that made a model. */
export interface ModelSource {
  readonly run: string;
  /** Id of its experiment. */
  readonly experiment: string;
  /** Of its spool: by it a model is found again whose creation had no answer. */
  readonly id: string;
}

/** Uploads a model's file as a logged model of its run, and makes it a version of the registered model that the line names. */
export async function sendModel(
  transport: Transport,
  line: LineOf<'model'>,
  bytes: Uint8Array,
  source: ModelSource,
  options: RequestOptions,
): Promise<void> {
  const model = await ensureModel(transport, line, source, options);
  await uploadArtifact(transport, model.artifacts, line.path, bytes, options);
  await uploadArtifact(transport, model.artifacts, 'MLmodel', Buffer.from(describeModel(line, model, source)), options);
  await finishModel(transport, model, source.run, options);
  await registerModel(transport, line.registered, model, source.run, options);
}

async function ensureModel(
  transport: Transport,
  { params }: LineOf<'model'>,
  { run, experiment, id }: ModelSource,
  options: RequestOptions,
): Promise<LoggedModel> {
  const [found] = await findModels(transport, experiment, [SPOOL_TAG, id], options);
  if (found !== undefined) return found;
  return createModel(transport, { experiment, name: 'encoder', run, params, tags: { [SPOOL_TAG]: id } }, options);
}

/** MLflow's own description of a model; YAML, of which JSON is a part. The flavour says what the file is. */
function describeModel(line: LineOf<'model'>, model: LoggedModel, { run }: ModelSource): string {
  const flavor = { data: line.path, format: 'safetensors', names: 'torchvision', ...line.params };
  return `${JSON.stringify({ flavors: { amcl: flavor }, model_id: model.id, run_id: run }, null, 2)}\n`;
}
