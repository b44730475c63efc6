import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseJson, UserError } from '@amcl/artifacts';
import type { Experiment } from '@amcl/experiment';
import { smallStep } from './small-step';
import { speedSchema, type Speed } from './speed';

/**
 * Measures the training step of an experiment on a small batch, some seconds; in a process of its own, whose memory goes with it.
 * @throws UserError when the step cannot be done here
 */
export async function measureSpeed(experiment: Experiment): Promise<Speed> {
  const program = join(__dirname, 'measure-process.ts');
  const child = spawn(process.execPath, ['-r', require.resolve('@amcl/register'), program], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((done, fail) => child.once('error', fail).once('close', done));
  child.stdin.end(JSON.stringify(smallStep(experiment)));
  const [said, complaint, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  const speed = speedSchema.safeParse(parseJson(said));
  if (speed.success) return speed.data;
  const reason = complaint.trim().split('\n').at(-1) || `it ended with code ${code}`;
  throw new UserError(`the step could not be measured: ${reason}`);
}
