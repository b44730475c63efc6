import { UserError } from '@amcl/artifacts';
import { runPython } from './run-python';

/** A Python that can make virtual environments. */
export interface Python {
  readonly command: string;
  /** `3.11`. */
  readonly version: string;
}

const PROBE = 'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2])';

/**
 * The first Python of 3.10 or later that has `venv` and `ensurepip`.
 * @param purpose what it is for: `to run MLflow's server`
 * @throws UserError saying what to install
 */
export async function findPython(purpose: string): Promise<Python> {
  const found: string[] = [];
  for (const command of ['python3', 'python', 'python3.13', 'python3.12', 'python3.11', 'python3.10']) {
    const { code, stdout, stderr } = await runPython(command, ['-c', PROBE]);
    const version = stdout.trim();
    if (code === 0 && isEnough(version)) return { command, version };
    found.push(`${command}: ${code === 0 ? version : (stderr.trim().split('\n').at(-1) ?? '')}`);
  }
  throw new UserError(
    `Expected a Python of 3.10 or later with venv, ${purpose}, but found: ${found.join('; ')}. ` +
      'Install it (Debian and Ubuntu: apt-get install python3 python3-venv).',
  );
}

function isEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 3 || (major === 3 && minor >= 10);
}
