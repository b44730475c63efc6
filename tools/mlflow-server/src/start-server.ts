import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '@amcl/artifacts';
import type { Mlflow } from './provide-mlflow';

export interface ServerSetting {
  /** Where its database, artifacts and log lie; made where it is missing. */
  readonly folder: string;
  /** On the loopback; 0 for one that is free. */
  readonly port: number;
}

/** A running server. */
export interface MlflowServer {
  /** For `MLFLOW_TRACKING_URI`. */
  readonly uri: string;
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Ends it with all its processes. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Seconds that it may take to answer; 12 to 28 were measured on two cores. */
const PATIENCE = 180;

/**
 * Starts MLflow's server on this machine's loopback alone and waits until it answers. It runs no jobs (which would take
 * eight processes and 1.6 GB more) and tells nothing to MLflow's makers.
 * @param signal ends it, also while it starts
 * @throws UserError if the port is taken, or it ends before it answers
 */
export async function startServer(
  { python }: Mlflow,
  setting: ServerSetting,
  signal?: AbortSignal,
): Promise<MlflowServer> {
  const folder = resolve(setting.folder);
  const port = await freePort(setting.port);
  mkdirSync(folder, { recursive: true });
  const log = join(folder, 'server.log');
  const file = openSync(log, 'w');
  const child = spawn(python, serverArguments(folder, port), {
    // A group of its own, so that all its processes can be ended at once.
    detached: true,
    stdio: ['ignore', file, file],
    env: { ...process.env, MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false', MLFLOW_DISABLE_TELEMETRY: 'true' },
  });
  closeSync(file);
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const uri = `http://127.0.0.1:${port}`;
  const stop = async (how: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    endGroup(child, how);
    await ended;
    endGroup(child, 'SIGKILL');
  };
  signal?.addEventListener('abort', () => void stop());
  try {
    await waitUntilHealthy(uri, child, log);
  } catch (error) {
    await stop('SIGKILL');
    throw error;
  }
  return { uri, ended, stop };
}

function serverArguments(folder: string, port: number): string[] {
  return [
    ...['-m', 'mlflow', 'server', '--host', '127.0.0.1', '--port', String(port), '--workers', '1'],
    ...['--backend-store-uri', `sqlite:///${join(folder, 'mlflow.db')}`],
    ...['--serve-artifacts', '--artifacts-destination', join(folder, 'artifacts')],
  ];
}

async function waitUntilHealthy(uri: string, child: ChildProcess, log: string): Promise<void> {
  for (const started = performance.now(); performance.now() - started < PATIENCE * 1000; await sleep(200)) {
    if (child.exitCode !== null || child.signalCode !== null) {
      const text = await readFile(log, 'utf8');
      throw new UserError(`MLflow's server ended at its start: ${text.trim().split('\n').at(-1)} (all of it: ${log})`);
    }
    const answer = await fetch(`${uri}/health`, { signal: AbortSignal.timeout(5000) }).catch(() => null);
    if (answer?.ok === true) return;
  }
  throw new UserError(`MLflow's server did not answer at ${uri} within ${PATIENCE} s. Its log: ${log}`);
}

async function freePort(wanted: number): Promise<number> {
  const probe = createServer().listen(wanted, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch {
    throw new UserError(`Expected port ${wanted} to be free, but it is taken. Name another: --port 5001`);
  }
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address !== null ? address.port : wanted;
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // It has ended by itself.
  }
}
