import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { provideMlflow, startServer, type Mlflow, type MlflowServer } from '@amcl/mlflow-server';

/** A run as MLflow's own Python client sees it. */
export interface ReadRun {
  readonly id: string;
  readonly name: string;
  readonly user: string;
  readonly status: string;
  readonly ended: boolean;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Every point as [step, value]. */
  readonly metrics: Readonly<Record<string, readonly (readonly [number, number | string])[]>>;
  /** Bytes by path. */
  readonly artifacts: Readonly<Record<string, number>>;
  readonly texts: Readonly<Record<string, string | null>>;
  readonly datasets: readonly Readonly<Record<string, unknown>>[];
  readonly models: readonly string[];
}

export interface ReadExperiment {
  readonly experiment: { readonly tags: Readonly<Record<string, string>> } | null;
  readonly runs: readonly ReadRun[];
  readonly versions: readonly Readonly<Record<string, unknown>>[];
}

/** Milliseconds for what starts a server where MLflow may have to be installed first. */
export const START_TIMEOUT = 20 * 60_000;

/** A real MLflow server for tests, which can be killed and brought back with all it had. */
export class RealServer {
  /** MLflow's own client, which takes seconds to load. */
  private reader: ChildProcessByStdio<Writable, Readable, null> | null = null;

  private constructor(
    private readonly mlflow: Mlflow,
    private readonly folder: string,
    private server: MlflowServer,
  ) {}

  static async start(): Promise<RealServer> {
    const mlflow = await provideMlflow((line) => console.error(line));
    const folder = mkdtempSync(join(tmpdir(), 'mlflow-'));
    return new RealServer(mlflow, folder, await startServer(mlflow, { folder, port: 0 }));
  }

  get uri(): string {
    return this.server.uri;
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    await this.server.stop('SIGKILL');
  }

  /** At the same address, with the same runs. */
  async bringBack(): Promise<void> {
    this.server = await startServer(this.mlflow, { folder: this.folder, port: Number(new URL(this.uri).port) });
  }

  /** What the server has of an experiment. */
  async read(experiment: string): Promise<ReadExperiment> {
    this.reader ??= spawn(this.mlflow.python, [join(__dirname, 'read_back.py'), this.uri], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true' },
    });
    const lines = createInterface({ input: this.reader.stdout });
    this.reader.stdin.write(`${experiment}\n`);
    for await (const line of lines) return JSON.parse(line) as ReadExperiment;
    throw new Error(`Expected MLflow's client to read ${experiment}, but it ended`);
  }

  async end(): Promise<void> {
    this.reader?.kill();
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
