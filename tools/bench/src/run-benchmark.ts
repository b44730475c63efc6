import { spawn } from 'node:child_process';

/** What a benchmark printed. */
export interface BenchmarkRun {
  /** The JSON lines of its standard output. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  /** Its exit code, null where a signal ended it. */
  readonly code: number | null;
  readonly seconds: number;
}

/** Runs a benchmark of this program in a process of its own; its standard error goes where ours does. */
export async function runBenchmark(args: readonly string[]): Promise<BenchmarkRun> {
  const [, program = ''] = process.argv;
  const started = performance.now();
  const child = spawn(process.execPath, [...process.execArgv, program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  return {
    lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    code,
    seconds: (performance.now() - started) / 1000,
  };
}
