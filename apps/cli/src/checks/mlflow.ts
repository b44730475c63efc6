import { trackingServer } from '@amcl/tracking/server';
import type { Check } from '../check';

const PATIENCE = 3000;

/** Whether the MLflow server of `MLFLOW_TRACKING_URI` answers. Credentials in the address are not shown. */
export async function checkMlflow(address: string | undefined = process.env['MLFLOW_TRACKING_URI']): Promise<Check> {
  const name = 'MLflow';
  if (address === undefined || address === '') return { name, state: 'ok', found: 'MLFLOW_TRACKING_URI is not set' };
  let uri: string;
  try {
    uri = trackingServer({ MLFLOW_TRACKING_URI: address })?.uri ?? address;
  } catch (error) {
    return { name, state: 'warning', found: error instanceof Error ? error.message : String(error) };
  }
  const fix = `Start the server at ${uri}, or unset MLFLOW_TRACKING_URI.`;
  try {
    const answer = await fetch(new URL('health', uri.endsWith('/') ? uri : `${uri}/`), {
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.ok) return { name, state: 'ok', found: `${uri} answers` };
    return { name, state: 'warning', found: `${uri} answers ${answer.status}`, fix };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return {
      name,
      state: 'warning',
      found: `${uri} does not answer: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix,
    };
  }
}
