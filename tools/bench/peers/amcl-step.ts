/*
 * Our side of `npm run bench -- peak`, in a process of its own: the captured step, with the arguments and lines of pytorch_step.py.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { BareStep } from '@amcl/training';
import { bareSteps } from '../src/bench-pretrain';
import { benchExperiment, openBenchEngine, type StepSetting } from '../src/setting';

async function main(): Promise<void> {
  const program = new Command()
    .requiredOption('--batch <n>', '', Number)
    .requiredOption('--width <factor>', '', Number)
    .requiredOption('--size <n>', '', Number)
    .requiredOption('--precision <name>')
    .requiredOption('--encoder <name>')
    .requiredOption('--stem <name>')
    .parse();
  const setting: StepSetting = { ...program.opts<Omit<StepSetting, 'device'>>(), device: 'cpu' };
  const engine = await openBenchEngine(setting);
  const step = await BareStep.open(engine, benchExperiment(setting));
  answer({ engine: engine.identity, device: engine.device, parameters: step.parameters });
  for await (const line of createInterface({ input: process.stdin })) {
    const { steps } = JSON.parse(line) as { steps: number };
    answer({ ...bareSteps(step, steps), peakMiB: peakMebibytes() });
  }
}

function answer(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Largest resident size of this process so far. */
function peakMebibytes(): number {
  return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
}

void main();
