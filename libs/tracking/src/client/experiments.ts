import { z } from 'zod';
import { MlflowError } from './mlflow-error';
import type { RequestOptions, Transport } from './transport';

const experimentSchema = z.object({
  experiment: z.object({ experiment_id: z.string(), lifecycle_stage: z.string().default('active') }),
});
const createdSchema = z.object({ experiment_id: z.string() });

/**
 * The id of the experiment of this name, which is made where it is missing, as one of model training: without that tag
 * MLflow's UI opens it as one of language-model traces.
 * @throws MlflowError where it was deleted
 */
export async function ensureExperiment(
  transport: Transport,
  name: string,
  options: RequestOptions = {},
): Promise<string> {
  const found = await findExperiment(transport, name, options);
  if (found !== null) return found;
  const tags = [{ key: 'mlflow.experimentKind', value: 'custom_model_development' }];
  try {
    const made = await transport.call('POST', 'experiments/create', { name, tags }, createdSchema, options);
    return made.experiment_id;
  } catch (error) {
    if (!(error instanceof MlflowError && error.code === 'RESOURCE_ALREADY_EXISTS')) throw error;
    // Another process made it, or an attempt whose answer was lost.
    const made = await findExperiment(transport, name, options);
    if (made === null) throw error;
    return made;
  }
}

async function findExperiment(transport: Transport, name: string, options: RequestOptions): Promise<string | null> {
  try {
    const query = { experiment_name: name };
    const { experiment } = await transport.call('GET', 'experiments/get-by-name', query, experimentSchema, options);
    if (experiment.lifecycle_stage === 'active') return experiment.experiment_id;
    throw new MlflowError(
      `The experiment ${name} of ${transport.server.uri} was deleted. Restore it there, or name another: MLFLOW_EXPERIMENT_NAME`,
      'refused',
    );
  } catch (error) {
    if (error instanceof MlflowError && error.code === 'RESOURCE_DOES_NOT_EXIST') return null;
    throw error;
  }
}
