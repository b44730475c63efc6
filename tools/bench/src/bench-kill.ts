import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomStream } from '@amcl/random';

export interface KillBench {
  /** How often the training is killed. */
  readonly times: number;
  /** Draws the steps at which it is. */
  readonly seed: number;
}

const WORK = join('.amcl', 'work');

/**
 * Pre-trains an experiment through Nx without a break, then again with SIGKILLs of Nx and the stage at random steps, and
 * compares the encoders' digests. The stages before must have run.
 */
export async function benchKill(experiment: string, { times, seed }: KillBench): Promise<void> {
  console.error('without a break');
  await runPretrain(experiment, Infinity);
  const { digest: whole, steps } = readOutput(experiment);
  const random = randomStream(seed, 'kill');
  const at = Array.from({ length: times }, () => 1 + random.integer(steps - 1)).sort((a, b) => a - b);
  for (const step of at) {
    await runPretrain(experiment, step);
    console.error(`killed at step ${stepsDone()} of ${steps}`);
  }
  await runPretrain(experiment, Infinity);
  const { digest: killed } = readOutput(experiment);
  const equal = killed === whole;
  console.error(`encoder ${whole} without a break, ${killed} after ${times} kills: ${equal ? 'equal' : 'DIFFERENT'}`);
  console.log(JSON.stringify({ benchmark: 'kill', experiment, killedAt: at, whole, killed, equal }));
  if (!equal) process.exitCode = 1;
}

/** Runs the stage alone, never from Nx's cache; kills it with its Nx once `step` steps are done. */
async function runPretrain(experiment: string, step: number): Promise<void> {
  const args = ['nx', 'run', `${experiment}:pretrain`, '--skip-nx-cache', '--exclude-task-dependencies'];
  const child = spawn('npx', args, { detached: true, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  while (child.exitCode === null && child.signalCode === null) {
    if (stepsDone() >= step) killAll(child.pid);
    await sleep(5);
  }
  const code = await ended;
  if (step === Infinity && code !== 0) throw new Error(`nx run ${experiment}:pretrain ended with ${code}`);
}

/** Nx with its process group, and the stage, which Nx may have started in a group of its own. */
function killAll(nx: number | undefined): void {
  const pids = lockFiles().map((path) => (JSON.parse(readFileSync(path, 'utf8')) as { pid: number }).pid);
  for (const pid of [...(nx === undefined ? [] : [-nx]), ...pids]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

/** Steps of the training under way. */
function stepsDone(): number {
  const logs = lockFiles().map((path) => join(path.replace(/\.lock$/, ''), 'metrics.jsonl'));
  const lines = logs
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'utf8').split('"loss"').length - 1);
  return Math.max(0, ...lines);
}

/** Of the stages under way, and of those that were killed. */
function lockFiles(): string[] {
  const names = existsSync(WORK) ? readdirSync(WORK) : [];
  return names.filter((name) => name.endsWith('.lock')).map((name) => join(WORK, name));
}

function readOutput(experiment: string): { digest: string; steps: number } {
  const path = join('.amcl', 'out', experiment, 'pretrain', 'manifest.json');
  const { files, result } = JSON.parse(readFileSync(path, 'utf8')) as {
    files: Record<string, { sha256: string }>;
    result: { steps: number };
  };
  return { digest: files['encoder.safetensors']?.sha256 ?? '', steps: result.steps };
}
