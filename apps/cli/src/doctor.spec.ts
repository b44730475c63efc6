import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, describe as group, it, vi } from 'vitest';
import { checkDisk } from './checks/disk';
import { checkEngine } from './checks/engine';
import { checkMlflow } from './checks/mlflow';
import { checkNode } from './checks/node';
import { describe, examine } from './doctor';

afterEach(() => vi.unstubAllEnvs());

group('doctor', () => {
  it.each([
    ['18.20.0', 'failed'],
    ['20.18.3', 'failed'],
    ['20.19.0', 'ok'],
    ['21.7.0', 'failed'],
    ['22.13.1', 'ok'],
    ['24.0.0', 'ok'],
    ['26.1.0', 'ok'],
  ])('judges Node %s', (version, state) => expect(checkNode(version).state).toBe(state));

  it('asks the MLflow server whether it answers', async () => {
    const statuses = [200, 503];
    const server = createServer((_request, response) => response.writeHead(statuses.shift() ?? 500).end()).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await checkMlflow(uri)).toMatchObject({ state: 'ok', found: `${uri} answers` });
    expect(await checkMlflow(uri)).toMatchObject({ state: 'warning', found: `${uri} answers 503` });
    server.close();
    // Port 9 of the loopback: discard, which nobody serves.
    const away = await checkMlflow('http://127.0.0.1:9');
    expect(away).toMatchObject({
      state: 'warning',
      fix: 'Start the server at http://127.0.0.1:9, or unset MLFLOW_TRACKING_URI.',
    });
    expect(away.found).toContain('does not answer: ');
    expect(JSON.stringify(await checkMlflow('http://me:secret@127.0.0.1:9'))).not.toContain('secret');
    expect(await checkMlflow('databricks')).toMatchObject({ state: 'warning' });
  });

  it('measures the free disk', async () => {
    expect((await checkDisk('/proc')).state).toBe('warning');
    expect((await checkDisk(__dirname)).found).toMatch(/^\d+\.\d GB at /);
  });

  it('fails where a GPU is asked for and is absent, with the remedy of the error', async () => {
    vi.stubEnv('AMCL_CACHE', '/nowhere');
    vi.stubEnv('AMCL_LIBTENSORFLOW', 'gpu');
    const [backend] = await checkEngine();
    expect(backend).toEqual({
      name: 'Backend',
      state: 'failed',
      found: 'The tensorflow backend has no library yet. Run: npx nx run libtensorflow:provide',
    });
  });

  it('reports all of it, with remedies under what falls short', async () => {
    const checks = await examine(__dirname);
    expect(checks.map(({ name }) => name)).toEqual([
      'Node',
      'Backend',
      'Library',
      'Device',
      'CPU',
      'Free disk',
      'MLflow',
    ]);
    const text = describe([
      { name: 'Free disk', state: 'warning', found: '1 GB', fix: 'Free some.' },
      ...checks.slice(0, 1),
    ]);
    expect(text.split('\n').slice(0, 2)).toEqual(['! Free disk  1 GB', '             -> Free some.']);
  });
});
