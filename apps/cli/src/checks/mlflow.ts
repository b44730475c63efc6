import type { Check } from '../check';

const PATIENCE = 3000;

/** Whether the MLflow server of `MLFLOW_TRACKING_URI` answers. */
export async function checkMlflow(uri: string | undefined = process.env['MLFLOW_TRACKING_URI']): Promise<Check> {
  const name = 'MLflow';
  if (uri === undefined || uri === '') return { name, state: 'ok', found: 'MLFLOW_TRACKING_URI is not set' };
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
