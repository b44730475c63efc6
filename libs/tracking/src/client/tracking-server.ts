import { UserError } from '@amcl/artifacts';

/** An MLflow server, and how to speak to it. */
export interface TrackingServer {
  /** Without a slash at its end and without credentials: may be shown and kept. */
  readonly uri: string;
  /** Value of the header `authorization`; null where the server wants none. Never shown, never kept on disk. */
  readonly authorization: string | null;
  /** Seconds after which a request is given up. */
  readonly timeout: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const TIMEOUT = 30;

/**
 * The server that MLflow's usual variables name: `MLFLOW_TRACKING_URI`, with `MLFLOW_TRACKING_USERNAME` and
 * `MLFLOW_TRACKING_PASSWORD` (or the URI's own), or `MLFLOW_TRACKING_TOKEN`; the former win, as in MLflow.
 * @returns null where none is named
 * @throws UserError where the URI is not one of a server
 */
export function trackingServer(environment: Environment = process.env): TrackingServer | null {
  const text = environment['MLFLOW_TRACKING_URI'] ?? '';
  if (text === '') return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UserError(
      `Expected MLFLOW_TRACKING_URI to be the http or https address of an MLflow server but received ${url === null ? JSON.stringify(text) : url.protocol}. Start one: npx nx mlflow-server`,
    );
  const { uri, username, password } = withoutCredentials(url);
  const seconds = Number(environment['MLFLOW_HTTP_REQUEST_TIMEOUT']);
  return {
    uri,
    authorization: authorize(
      environment['MLFLOW_TRACKING_USERNAME'] || username,
      environment['MLFLOW_TRACKING_PASSWORD'] || password,
      environment['MLFLOW_TRACKING_TOKEN'],
    ),
    timeout: seconds > 0 ? seconds : TIMEOUT,
  };
}

/**
 * A server that was kept on disk, so without credentials. Those of the environment are used only where it names the same
 * server: a token is not for another host.
 */
export function keptServer(uri: string, environment: Environment = process.env): TrackingServer {
  if (!environment['MLFLOW_TRACKING_URI']) {
    const server = trackingServer({ ...environment, MLFLOW_TRACKING_URI: uri });
    if (server !== null) return server;
  }
  const named = trackingServer(environment);
  return named?.uri === uri ? named : { uri, authorization: null, timeout: named?.timeout ?? TIMEOUT };
}

function withoutCredentials(url: URL): { uri: string; username: string; password: string } {
  const { username, password } = url;
  const bare = new URL(url);
  [bare.username, bare.password, bare.hash, bare.search] = ['', '', '', ''];
  return {
    uri: bare.href.replace(/\/+$/, ''),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
  };
}

function authorize(username: string, password: string, token: string | undefined): string | null {
  if (username !== '' && password !== '') return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return token ? `Bearer ${token}` : null;
}
