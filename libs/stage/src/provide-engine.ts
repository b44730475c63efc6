import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readEngineIdentity, UserError, type EngineIdentity } from '@amcl/artifacts';

/** The program of `libtensorflow:provide`, from the workspace root. */
const PROGRAM = 'tools/libtensorflow/src/main.ts';

/**
 * The engine of the workspace; provided first where `preflight` noted that it is missing.
 * @throws UserError when it cannot be had: why was said on the terminal
 */
export async function provideEngine(workspace: string): Promise<EngineIdentity> {
  const found = await readEngineIdentity(workspace).catch(() => null);
  if (found !== null) return found;
  const program = spawn(process.execPath, ['-r', '@amcl/register', PROGRAM], { cwd: workspace, stdio: 'inherit' });
  const [code] = (await once(program, 'exit')) as [number | null];
  if (code !== 0)
    throw new UserError('The engine could not be provided (above). `npx amcl doctor` shows what it needs.');
  return readEngineIdentity(workspace);
}
