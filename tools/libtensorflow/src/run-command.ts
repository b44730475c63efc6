import { spawn } from 'node:child_process';

export interface CommandResult {
  /** Null where a signal ended it, or it could not be started. */
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  /** Of an error in starting it too. */
  stderr: string;
}

/** Runs a program to its end and gathers what it prints. Never rejects. */
export function runCommand(command: string, args: readonly string[], env = process.env): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', (error) => resolve({ code: null, signal: null, stdout, stderr: error.message }));
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
