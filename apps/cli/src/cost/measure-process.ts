import { text } from 'node:stream/consumers';
import { UserError } from '@amcl/artifacts';
import { openEngine } from '@amcl/engine';
import { cpuName } from '@amcl/engine/library';
import { resolveExperiment } from '@amcl/experiment';
import { BareStep } from '@amcl/training';
import type { Speed } from './speed';

/** Measured for so long, and for this many steps at least and at most. */
const MILLISECONDS = 3000;
const [LEAST, MOST] = [2, 30];

/** `node -r @amcl/register measure-process.ts`: measures the training step of the experiment on standard input, as JSON, and prints its {@link Speed}. */
async function main(): Promise<void> {
  const experiment = resolveExperiment(JSON.parse(await text(process.stdin)), 'the experiment that is measured');
  const engine = await openEngine({ backend: 'auto', precision: experiment.pretrain.precision });
  const step = await BareStep.open(engine, experiment); // which chooses the kernels
  step.run();
  let steps = 0;
  const [started, used] = [performance.now(), process.cpuUsage()];
  while (steps < LEAST || (steps < MOST && performance.now() - started < MILLISECONDS)) {
    step.run();
    steps++;
  }
  const wall = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(used);
  step.dispose();
  const { device, threads } = engine;
  // By the time of the processor, which other programs hardly change, where it is the processor that computes.
  const seconds = device === cpuName() ? (user + system) / 1e6 / threads : wall;
  const speed: Speed = { viewsPerSecond: (2 * experiment.pretrain.batchSize * steps) / seconds, device, threads };
  console.log(JSON.stringify(speed));
}

main().catch((error: unknown) => {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
});
