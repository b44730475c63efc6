import type { TrackingServer } from './tracking-server';

/**
 * Why a request did not succeed.
 * `unreachable`: no answer; `busy`: 5xx or 429, it may do later; `refused`: the same request will never do.
 */
export type Failure = 'unreachable' | 'busy' | 'refused';

/** A request to an MLflow server did not succeed. The message names the server and what to do; no credentials. */
export class MlflowError extends Error {
  override readonly name = 'MlflowError';
  constructor(
    message: string,
    readonly failure: Failure,
    /** MLflow's own: `RESOURCE_DOES_NOT_EXIST`, `INVALID_PARAMETER_VALUE`, ...; empty where it gave none. */
    readonly code: string = '',
    /** Milliseconds that the server asks to wait. */
    readonly retryAfter: number = 0,
  ) {
    super(message);
  }
}

/** Of a request that had no answer. */
export function unreachable({ uri, timeout }: TrackingServer, error: unknown): MlflowError {
  if (error instanceof Error && error.name === 'TimeoutError')
    return new MlflowError(`${uri} did not answer within ${timeout} s`, 'unreachable');
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const fix = /certificate|self.signed/i.test(reason)
    ? ". Name the file of its certificate authority in NODE_EXTRA_CA_CERTS (MLflow's own TLS variables are not read)"
    : '';
  return new MlflowError(`${uri} does not answer: ${reason}${fix}`, 'unreachable');
}

/** Of an answer that says no. @param body of the answer */
export function refused({ uri }: TrackingServer, what: string, answer: Response, body: string): MlflowError {
  const { code, message } = readError(body);
  const said = [code, message].filter((part) => part !== '').join(': ');
  const text = `${uri} answered ${answer.status} to ${what}${said === '' ? '' : `: ${said}`}`;
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408)
    return new MlflowError(text, 'busy', code, wait(answer.headers.get('retry-after')));
  return new MlflowError(`${text}${remedy(answer.status)}`, 'refused', code);
}

function remedy(status: number): string {
  if (status === 401 || status === 403)
    return '. Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, of a user who may write (or have the server allow this host: --allowed-hosts)';
  return '';
}

function readError(body: string): { code: string; message: string } {
  try {
    const { error_code: code = '', message = '' } = JSON.parse(body) as { error_code?: string; message?: string };
    return { code, message };
  } catch {
    return { code: '', message: body.trim().split('\n')[0]?.slice(0, 200) ?? '' };
  }
}

/** `Retry-After`, seconds or a date, in milliseconds, a minute at most. */
function wait(header: string | null): number {
  if (header === null) return 0;
  const seconds = Number(header);
  const milliseconds = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
  return Math.min(60_000, Math.max(0, Number.isNaN(milliseconds) ? 0 : milliseconds));
}
