import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
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
    const script = join(__dirname, 'read_back.py');
    const { stdout } = await promisify(execFile)(this.mlflow.python, [script, this.uri, experiment], {
      maxBuffer: 1 << 28,
      env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true' },
    });
    return JSON.parse(stdout) as ReadExperiment;
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
