import {
  createModel,
  createVersion,
  ensureRegisteredModel,
  findModels,
  findVersion,
  finishModel,
  hasOutput,
  logOutput,
  uploadArtifact,
  type LoggedModel,
  type RequestOptions,
  type Transport,
} from '../client';
import type { LineOf } from '../spool/spool-line';
import { SPOOL_TAG } from './ensure-run';
import { makeOnce } from './make-once';

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
  const { run, experiment, id } = source;
  const { registered, params } = line;
  const tags = { [SPOOL_TAG]: id };
  const model = await makeOnce({
    find: async (look) => (await findModels(transport, experiment, [SPOOL_TAG, id], look))[0] ?? null,
    make: () => createModel(transport, { experiment, name: 'encoder', run, params, tags }, options),
    first: false,
    options,
  });
  await uploadArtifact(transport, model.artifacts, line.path, bytes, options);
  await uploadArtifact(transport, model.artifacts, 'MLmodel', Buffer.from(describeModel(line, model, source)), options);
  await finishModel(transport, model, options);
  await makeOnce({
    find: async (look) => ((await hasOutput(transport, run, model, look)) ? true : null),
    make: () => logOutput(transport, run, model, options).then(() => true),
    first: false,
    options,
  });
  await ensureRegisteredModel(transport, registered, options);
  await makeOnce({
    find: (look) => findVersion(transport, registered, model, run, look),
    make: () => createVersion(transport, registered, model, run, options),
    first: false,
    options,
  });
}

/** MLflow's own description of a model; YAML, of which JSON is a part. The flavour says what the file is. */
function describeModel(line: LineOf<'model'>, model: LoggedModel, { run }: ModelSource): string {
  const flavor = { data: line.path, format: 'safetensors', names: 'torchvision', ...line.params };
  return `${JSON.stringify({ flavors: { amcl: flavor }, model_id: model.id, run_id: run }, null, 2)}\n`;
}
