import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StageEvent } from '@amcl/stage';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { deleteRun, keptServer, Transport } from './client';
import { FaultyProxy } from './testing/faulty-proxy';
import { INGEST_RESULT } from './testing/plausible';
import { RealServer, START_TIMEOUT } from './testing/real-server';
import { finished, observed, spoolsOf, started, writeSettings } from './testing/stage-of';
import { syncAll } from './sync';

let server: RealServer;
beforeAll(async () => {
  server = await RealServer.start();
}, START_TIMEOUT);
afterAll(() => server.end());

let workspace: string;
let proxy: FaultyProxy;
beforeEach(async () => {
  workspace = mkdtempSync(join(tmpdir(), 'faults-'));
  proxy = await FaultyProxy.start(server.uri);
  vi.stubEnv('MLFLOW_TRACKING_URI', proxy.uri);
  vi.stubEnv('MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING', 'false');
  vi.stubEnv('AMCL_REGISTER_MODEL', 'faults');
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await proxy.stop();
  rmSync(workspace, { recursive: true });
});

const STEPS = 1200;
const values = (step: number) => ({ 'train/loss': 1 / step, 'train/lr': 0.06 });
const points = (from: number, to: number): StageEvent[] =>
  Array.from({ length: to - from + 1 }, (_, at) => ({ kind: 'metrics', step: from + at, values: values(from + at) }));

/** A training in two halves. @param between what happens to the server in the middle */
async function train(experiment: string, between: () => Promise<void>): Promise<void> {
  writeSettings(workspace, experiment, { pretrain: { epochs: 1 } });
  await finished(started(workspace, experiment, 'ingest'), { result: INGEST_RESULT });
  const event = started(workspace, experiment, 'pretrain');
  const stage = observed();
  stage.say(event, ...points(1, STEPS / 2));
  await between();
  const blobs = { 'encoder.safetensors': new Uint8Array(1000) };
  stage.say(...points(STEPS / 2 + 1, STEPS), await finished(event, { result: {}, blobs }));
  await stage.end();
}

/** Sends what is left, as often as a user may ask for it. */
async function syncUntilDone(): Promise<void> {
  for (let time = 0; time < 10; time++) {
    const results = await syncAll(workspace);
    if (results.every(({ problems }) => problems.length === 0)) return;
  }
  throw new Error(`Expected everything to be sent, but ${JSON.stringify(await syncAll(workspace))}`);
}

/** The server has one parent with one run, and of that every point once. */
async function expectWhole(experiment: string): Promise<void> {
  const { runs, versions } = await server.read(experiment);
  expect(versions).toHaveLength(1);
  expect(runs.map(({ datasets, models }) => [datasets.length, models.length])).toContainEqual([1, 1]);
  expect(runs.map(({ name, status }) => [name, status]).sort()).toEqual(
    [
      [experiment, 'FINISHED'],
      ['pretrain', 'FINISHED'],
    ].sort(),
  );
  const run = runs.find(({ name }) => name === 'pretrain');
  for (const name of ['train/loss', 'train/lr'] as const)
    expect(run?.metrics[name]).toEqual(Array.from({ length: STEPS }, (_, at) => [at + 1, values(at + 1)[name]]));
}

/** Until the server has been asked this often. */
async function requests(count: number): Promise<void> {
  while (proxy.paths.length < count) await sleep(20);
}

describe('the same points come in, each once, where the server', () => {
  it('is killed in the middle and brought back', async () => {
    await train('killed', async () => {
      await requests(6);
      await server.kill();
    });
    await server.bringBack();
    await syncUntilDone();
    await expectWhole('killed');
  });

  it('hangs from the middle on', async () => {
    await train('hanging', async () => {
      await requests(6);
      proxy.fault = () => 'hang';
    });
    proxy.fault = () => 'pass';
    await syncUntilDone();
    await expectWhole('hanging');
  });

  it('answers 500 to every second request', async () => {
    proxy.fault = (count) => (count % 2 === 0 ? 'fail' : 'pass');
    await train('failing', () => requests(6));
    await syncUntilDone();
    await expectWhole('failing');
  });

  it('does what every second request asks for, and answers 500 nevertheless', async () => {
    proxy.fault = (count) => (count % 2 === 0 ? 'lose' : 'pass');
    await train('losing', () => requests(6));
    await syncUntilDone();
    await expectWhole('losing');
  });

  it('makes the run and never says so', async () => {
    vi.stubEnv('MLFLOW_HTTP_REQUEST_TIMEOUT', '1');
    let made = 0;
    proxy.fault = (_, path) => (path.endsWith('runs/create') && made++ < 2 ? 'stall' : 'pass');
    await train('stalling', () => requests(4));
    await syncUntilDone();
    expect(made).toBeGreaterThan(1);
    await expectWhole('stalling');
  });

  it('has lost one run, which somebody deleted: that one waits, and others are sent', async () => {
    proxy.fault = (_, path) => (path.endsWith('runs/log-batch') ? 'fail' : 'pass');
    await train('deleted', () => requests(4));
    proxy.fault = () => 'pass';
    const { runs } = await server.read('deleted');
    const transport = new Transport(keptServer(server.uri));
    for (const { id } of runs) await deleteRun(transport, id);
    await train('second', () => Promise.resolve());
    const [result] = await syncAll(workspace);
    expect(result?.problems.length).toBeGreaterThan(0);
    expect(result?.problems[0]).toMatch(/answered 400 to POST mlflow\/runs\/.*deleted/);
    await expectWhole('second');
  });
});

describe('trackWithMlflow', () => {
  it('does nothing where no server is named', async () => {
    vi.stubEnv('MLFLOW_TRACKING_URI', '');
    await train('silent', () => Promise.resolve());
    expect(readdirSync(join(spoolsOf(workspace), '..'))).not.toContain('tracking');
    expect(proxy.paths).toEqual([]);
    expect(console.error).not.toHaveBeenCalled();
  });

  it('says in one line that it cannot track to what is no server', async () => {
    vi.stubEnv('MLFLOW_TRACKING_URI', 'file:///tmp/mlruns');
    await train('file', () => Promise.resolve());
    expect(vi.mocked(console.error).mock.calls).toEqual([
      [expect.stringContaining('Expected MLFLOW_TRACKING_URI to be the http or https address')],
    ]);
  });
});
