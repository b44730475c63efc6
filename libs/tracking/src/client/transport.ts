import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import type { ZodType } from 'zod';
import { MlflowError, refused, unreachable } from './mlflow-error';
import type { TrackingServer } from './tracking-server';

export interface RequestOptions {
  /** Gives the request up, its retries too: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** How often to try once more what may yet succeed; the transport's unless given, 0 for what must not be done twice. */
  readonly retries?: number;
}

interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
}

const JSON_TYPE = { 'content-type': 'application/json' };
/** The least bytes a second that an upload is given time for. */
const SLOWEST_UPLOAD = 250_000;

/** Requests to one server: tried again with back-off where the network or the server fails, never where it refuses. */
export class Transport {
  /** How often what may yet succeed is tried once more; a lower number holds for requests under way, too. */
  retries = 4;
  /** Whether the last request had no answer. */
  unanswered = false;

  constructor(readonly server: TrackingServer) {}

  /** Calls an endpoint of MLflow's REST API and checks its answer. @param path after `/api/2.0/mlflow/` */
  async call<T>(
    method: Call['method'],
    path: string,
    body: object,
    schema: ZodType<T>,
    options: RequestOptions = {},
  ): Promise<T> {
    const text = await this.send(
      method === 'GET'
        ? { method, path: `mlflow/${path}?${query(body)}`, headers: {}, body: null }
        : { method, path: `mlflow/${path}`, headers: JSON_TYPE, body: JSON.stringify(body) },
      options,
    );
    const parsed = schema.safeParse(parse(text));
    if (parsed.success) return parsed.data;
    throw new MlflowError(
      `${this.server.uri} did not answer to ${path} as MLflow does (${parsed.error.issues[0]?.message ?? ''}). Is it an MLflow server?`,
      'refused',
    );
  }

  /** Puts bytes. @param path after `/api/2.0/` */
  async put(path: string, bytes: Uint8Array, options: RequestOptions = {}): Promise<void> {
    const headers = { 'content-type': 'application/octet-stream' };
    await this.send({ method: 'PUT', path, headers, body: bytes }, options);
  }

  private send(call: Call, { signal, retries }: RequestOptions): Promise<string> {
    return pRetry(() => this.once(call, signal), {
      retries: retries ?? this.retries,
      minTimeout: 200,
      maxTimeout: 5000,
      randomize: true,
      signal,
      shouldRetry: ({ error, attemptNumber }) =>
        error instanceof MlflowError && error.failure !== 'refused' && attemptNumber <= (retries ?? this.retries),
      onFailedAttempt: async ({ error, retriesLeft }) => {
        if (error instanceof MlflowError && retriesLeft > 0) await sleep(error.retryAfter, undefined, { signal });
      },
    });
  }

  private async once({ method, path, headers, body }: Call, signal?: AbortSignal): Promise<string> {
    const { uri, authorization, timeout } = this.server;
    const uploading = body instanceof Uint8Array ? body.length / SLOWEST_UPLOAD : 0;
    const patience = AbortSignal.timeout(Math.ceil((timeout + uploading) * 1000));
    let answer: Response;
    let text: string;
    try {
      answer = await fetch(`${uri}/api/2.0/${path}`, {
        method,
        headers: authorization === null ? headers : { ...headers, authorization },
        body,
        signal: signal === undefined ? patience : AbortSignal.any([signal, patience]),
      });
      text = await answer.text();
      this.unanswered = false;
    } catch (error) {
      if (signal?.aborted === true) throw error;
      this.unanswered = true;
      throw unreachable(this.server, error);
    }
    if (answer.ok) return text;
    throw refused(this.server, `${method} ${path.split('?')[0]}`, answer, text);
  }
}

function query(body: object): string {
  return new URLSearchParams(
    Object.entries(body).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}

/** An endpoint that has nothing to say answers with nothing, or with an empty object. */
function parse(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
