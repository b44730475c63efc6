import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MlflowError } from './mlflow-error';
import { keptServer, trackingServer } from './tracking-server';
import { Transport } from './transport';

/** A server that answers as told, in turn, and keeps what it was asked. */
let server: Server;
let answers: ((response: ServerResponse) => void)[];
let asked: IncomingMessage[];
beforeEach(async () => {
  [answers, asked] = [[], []];
  server = createServer((request, response) => {
    asked.push(request);
    (answers.shift() ?? ((last) => void last.end('{}')))(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const uri = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const say =
  (status: number, body = '', headers = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, headers).end(body);

function call(environment: Record<string, string> = {}, retries = 4): Promise<object> {
  const named = trackingServer({ MLFLOW_TRACKING_URI: uri(), ...environment });
  if (named === null) throw new Error('Expected a server');
  return new Transport(named).call('POST', 'runs/update', { a: 1 }, z.object({}), { retries });
}

describe('a request', () => {
  it('is tried again after 5xx and 429, and knows how late the server asks for that', async () => {
    answers = [say(503), say(429, '', { 'retry-after': '1' })];
    await call();
    expect(asked).toHaveLength(3);
    answers = [say(429, '', { 'retry-after': '7' })];
    await expect(call({}, 0)).rejects.toMatchObject({ failure: 'busy', retryAfter: 7000 });
  });

  it('is not tried again after a refusal, which comes with the words of MLflow', async () => {
    answers = [say(400, JSON.stringify({ error_code: 'INVALID_PARAMETER_VALUE', message: 'no such step' }))];
    await expect(call()).rejects.toThrow(
      `${uri()} answered 400 to POST mlflow/runs/update: INVALID_PARAMETER_VALUE: no such step`,
    );
    expect(asked).toHaveLength(1);
  });

  it('is given up after the timeout, and by its signal', async () => {
    answers = [() => undefined];
    const error: unknown = await call({ MLFLOW_HTTP_REQUEST_TIMEOUT: '1' }, 0).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ failure: 'unreachable', message: `${uri()} did not answer within 1 s` });
    answers = [() => undefined];
    const transport = new Transport({ uri: uri(), authorization: null, timeout: 30 });
    const signal = AbortSignal.timeout(50);
    await expect(transport.call('POST', 'x', {}, z.object({}), { signal })).rejects.not.toBeInstanceOf(MlflowError);
  });

  it.each([
    ['a token', { MLFLOW_TRACKING_TOKEN: 'secret' }, 'Bearer secret'],
    [
      'user and password, which win',
      { MLFLOW_TRACKING_USERNAME: 'me', MLFLOW_TRACKING_PASSWORD: 'secret', MLFLOW_TRACKING_TOKEN: 'other' },
      `Basic ${Buffer.from('me:secret').toString('base64')}`,
    ],
  ])('has %s', async (_, environment, header) => {
    answers = [say(403, 'forbidden')];
    const error: unknown = await call(environment).catch((caught: unknown) => caught);
    expect(asked[0]?.headers.authorization).toBe(header);
    expect(String(error)).toContain('MLFLOW_TRACKING_TOKEN, of a user who may write');
    expect(String(error)).not.toContain('secret');
  });
});

describe('the server', () => {
  it('takes credentials from its address, and keeps them out of it', () =>
    expect(trackingServer({ MLFLOW_TRACKING_URI: 'https://me:p%40ss@host:1/base/' })).toEqual({
      uri: 'https://host:1/base',
      authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
      timeout: 30,
    }));

  it('gets credentials later only where the environment names it', () => {
    const token = { MLFLOW_TRACKING_TOKEN: 'secret' };
    expect(keptServer('http://one', { ...token, MLFLOW_TRACKING_URI: 'http://one/' }).authorization).toBe(
      'Bearer secret',
    );
    expect(keptServer('http://one', { ...token, MLFLOW_TRACKING_URI: 'http://two' }).authorization).toBeNull();
  });
});
