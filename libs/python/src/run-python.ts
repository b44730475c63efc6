import { spawn } from 'node:child_process';

export interface PythonResult {
  /** Null where a signal ended it, or it could not be started. */
  readonly code: number | null;
  readonly stdout: string;
  /** Of an error in starting it too. */
  readonly stderr: string;
}

/**
 * Runs a Python to its end and gathers what it prints. Never rejects.
 * @param onLine told each line of its standard output
 */
export function runPython(
  python: string,
  args: readonly string[],
  onLine: (line: string) => void = () => undefined,
): Promise<PythonResult> {
  return new Promise((resolve) => {
    const child = spawn(python, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr, rest] = ['', '', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(onLine);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', (error) => resolve({ code: null, stdout, stderr: error.message }));
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
