import type { Check } from './check';
import { checkCpu } from './checks/cpu';
import { checkDisk } from './checks/disk';
import { checkEngine } from './checks/engine';
import { checkMlflow } from './checks/mlflow';
import { checkNode } from './checks/node';

const MARKS = { ok: '✓', warning: '!', failed: '✗' } as const;

/** Everything that an experiment needs of the machine. */
export async function examine(workspace: string): Promise<Check[]> {
  const [engine, cpu, disk, mlflow] = await Promise.all([
    checkEngine(),
    checkCpu(),
    checkDisk(workspace),
    checkMlflow(),
  ]);
  return [checkNode(), ...engine, cpu, disk, mlflow];
}

/** The checks as lines for a terminal, each with its remedy where it falls short. */
export function describe(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .flatMap(({ name, state, found, fix }) => [
      `${MARKS[state]} ${name.padEnd(width)}  ${found}`,
      ...(fix === undefined ? [] : [`  ${' '.repeat(width)}  -> ${fix}`]),
    ])
    .join('\n');
}
