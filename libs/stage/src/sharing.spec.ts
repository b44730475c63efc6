import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RemoteStore } from '@amcl/artifacts';
import { resolveExperiment } from '@amcl/experiment';
import { remoteStoreFromEnvironment } from '@amcl/remote-store';
import { READ_TOKEN, startCacheServer, WRITE_TOKEN, type RunningServer } from '@amcl/remote-store/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { executeStage } from './execute-stage';
import { runPaths } from './paths';
import type { StageEvent } from './stage-event';

/** A subset, which the seed draws. */
const section = resolveExperiment({ dataset: { limit: { train: 1000, test: 1000 } } }, 'experiment.ts').dataset;
const LARGE = 60_000_000;
let cache: string;
let server: RunningServer;
let seed = 0;
let events: StageEvent[];
let done: string[];

beforeAll(async () => {
  cache = mkdtempSync(join(tmpdir(), 'cache-'));
  server = await startCacheServer(cache);
});
afterAll(async () => {
  await server.stop();
  rmSync(cache, { recursive: true });
});
beforeEach(() => {
  events = [];
  done = [];
  seed++; // a work that the server does not know
});

/** Another machine: a workspace of its own with the same code. */
function machine(): string {
  const workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
  for (const folder of ['apps', 'libs', 'node_modules', 'package.json', 'package-lock.json'])
    symlinkSync(join(__dirname, '../../..', folder), join(workspace, folder));
  const path = runPaths(workspace).section('quick', 'dataset');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify({ seed, section }));
  return workspace;
}

const remote = (token: string, uri = server.uri): RemoteStore | null =>
  remoteStoreFromEnvironment(
    { NX_SELF_HOSTED_REMOTE_CACHE_SERVER: uri, NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token },
    (text) => events.push({ kind: 'message', level: 'warning', text }),
  );

/** Does the stage on a machine. @returns the lines that it showed */
async function execute(workspace: string, store: RemoteStore | null, bytes = 1000): Promise<string[]> {
  events = [];
  await executeStage(
    {
      name: 'ingest',
      section: 'dataset',
      reads: [],
      usesEngine: false,
      run: async (_section, _inputs, { output }) => {
        done.push(workspace);
        await output.write('small.txt', `small ${seed}`);
        await output.writeBlob('large.bin', Buffer.alloc(bytes, `large ${seed}`));
        return { result: { seed } };
      },
    },
    {
      experiment: 'quick',
      workspace,
      signal: new AbortController().signal,
      emit: (event) => events.push(event),
      remote: store,
    },
  );
  return events.flatMap((event) => (event.kind === 'message' ? [event.text] : []));
}

const file = (workspace: string, name: string) =>
  readFileSync(join(runPaths(workspace).output('quick', 'ingest'), name));
const puts = () => server.log.filter((line) => line.includes(' PUT ')).length;

describe('executeStage with a remote store', () => {
  it('sends what it gave, and another machine takes it without computing', async () => {
    const [one, two] = [machine(), machine()];
    expect(await execute(one, remote(WRITE_TOKEN))).toEqual([`sent 2 kB to ${server.uri}`]);
    expect(await execute(two, remote(READ_TOKEN))).toEqual([`ingest was done before: fetched 2 kB from ${server.uri}`]);
    expect(events.map(({ kind }) => kind)).toEqual(['message', 'kept']);
    expect(done).toEqual([one]);
    for (const name of ['manifest.json', 'run.json', 'small.txt', 'large.bin'])
      expect(file(two, name)).toEqual(file(one, name));
    // Now it is there, and needs no server.
    expect(await execute(two, null)).toEqual(['ingest was done before: taken from .amcl/store']);
  });

  it('shows how far a large transfer is', async () => {
    const [one, two] = [machine(), machine()];
    for (const [workspace, token, task] of [
      [one, WRITE_TOKEN, 'send'],
      [two, READ_TOKEN, 'fetch'],
    ] as const) {
      await execute(workspace, remote(token), LARGE);
      const shown = events.filter((event) => event.kind === 'progress');
      expect(shown.length).toBeGreaterThan(5);
      expect(shown.at(-1)).toEqual({ kind: 'progress', task, done: 60, total: 60, unit: 'MB' });
    }
    expect(done).toEqual([one]);
  });

  it('sends what was done before there was a server, and nothing twice', async () => {
    const [one, two] = [machine(), machine()];
    await execute(one, null);
    await execute(one, remote(WRITE_TOKEN));
    const sent = puts();
    expect(await execute(one, remote(WRITE_TOKEN))).toEqual(['ingest was done before: taken from .amcl/store']);
    expect(puts()).toBe(sent);
    await execute(two, remote(READ_TOKEN));
    expect(done).toEqual([one]);
  });

  it('fetches the file that is damaged here, and only that', async () => {
    const one = machine();
    await execute(one, remote(WRITE_TOKEN));
    const { store } = runPaths(one);
    const { files } = JSON.parse(file(one, 'manifest.json').toString()) as {
      files: Record<string, { sha256: string }>;
    };
    rmSync(join(store, files['large.bin']!.sha256));
    writeFileSync(join(store, files['large.bin']!.sha256), 'x'.repeat(1000));
    expect(await execute(one, remote(READ_TOKEN))).toEqual([`ingest was done before: fetched 1 kB from ${server.uri}`]);
    expect(done).toEqual([one]);
  });

  it('computes what the server has only a part of, and mends it there', async () => {
    const [one, two, three] = [machine(), machine(), machine()];
    await execute(one, remote(WRITE_TOKEN));
    const { files } = JSON.parse(file(one, 'manifest.json').toString()) as {
      files: Record<string, { sha256: string }>;
    };
    rmSync(join(cache, 'blobs', files['large.bin']!.sha256));
    await execute(two, remote(WRITE_TOKEN));
    await execute(three, remote(READ_TOKEN));
    expect(done).toEqual([one, two]);
  });

  it('is done all the same by a token that only reads, and without the server, after one warning', async () => {
    const [one, two] = [machine(), machine()];
    await execute(one, remote(READ_TOKEN));
    await execute(two, remote(WRITE_TOKEN, 'http://127.0.0.1:1'));
    expect(done).toEqual([one, two]);
    const warnings = events.filter((event) => event.kind === 'message' && event.level === 'warning');
    expect(warnings).toHaveLength(1);
    expect(readdirSync(runPaths(two).output('quick', 'ingest'))).toContain('large.bin');
  });
});
