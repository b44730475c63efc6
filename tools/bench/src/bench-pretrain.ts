import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { viewBatches } from '@amcl/input-stream';
import type { Experiment } from '@amcl/experiment';
import { lastValueFrom } from 'rxjs';
import { alternate, medianRatio, type Contestant } from './alternate';
import { BareStep } from '@amcl/training';
import { gpuMebibytes } from './gpu-memory';
import type { Measurement, Peer } from './peer';
import { printBenchmark } from './print';
import { startPyTorchStep } from './pytorch-step';
import { benchExperiment, noiseSplit, openBenchEngine, secondsSince, type StepSetting } from './setting';

export interface PretrainBench extends StepSetting {
  readonly steps: number;
  readonly rounds: number;
  /** Whether the whole stage takes part. */
  readonly stage: boolean;
  /** A Python that has torch and torchvision. */
  readonly peer?: string;
  /** Whether PyTorch's step takes part by torch.compile, too. */
  readonly compile?: boolean;
  /** Seconds that a rival may take for a round, compilation included. */
  readonly limit: number;
}

/** Views per second of the bare training step, of the whole stage (views made by workers, streamed) and of PyTorch's step. */
export async function benchPretrain(options: PretrainBench): Promise<void> {
  const { steps, rounds, stage, peer, compile = false, limit, ...setting } = options;
  const engine = await openBenchEngine(setting);
  const experiment = benchExperiment(setting);
  const step = await BareStep.open(engine, experiment);
  const rivals: Record<string, Peer> = {};
  if (peer !== undefined)
    for (const compiled of compile ? [false, true] : [false]) {
      const name = compiled ? 'PyTorch compiled' : 'PyTorch step';
      rivals[name] = await startPyTorchStep(peer, setting, { compiled, parameters: step.parameters });
    }
  const contestants: Record<string, Contestant> = Object.fromEntries(
    Object.entries(rivals).map(([name, rival]) => [name, () => rival.ask({ steps }, limit)]),
  );
  contestants['bare step'] = () => bareSteps(step, steps);
  if (stage) contestants['whole stage'] = () => wholeStage(experiment, step, steps);
  const speeds = await alternate(contestants, rounds, (round) => console.error(`round ${round}/${rounds}`));
  const memory = setting.device === 'gpu' ? { gpuMiB: gpuMemory(rivals) } : {};
  const { hello = null } = Object.values(rivals)[0] ?? {};
  await Promise.all(Object.values(rivals).map((rival) => rival.close()));
  const roundsOf = (name: string): readonly number[] => speeds.find((speed) => speed.name === name)?.rounds ?? [];
  const { identity, device, threads } = engine;
  printBenchmark('pretrain', { ...setting, steps, rounds, engine: identity, device, threads, peer: hello }, speeds, {
    ...(stage ? { stageOverStep: round3(medianRatio(roundsOf('whole stage'), roundsOf('bare step'))) } : {}),
    ...memory,
  });
}

/** Steps on the same views. */
export function bareSteps(step: BareStep, steps: number): Measurement {
  const [batch] = step.batch.shape;
  const started = performance.now();
  for (let count = 0; count < steps; count++) step.run();
  return { views: 2 * batch * steps, seconds: secondsSince(started) };
}

async function wholeStage({ augmentation, seed }: Experiment, step: BareStep, steps: number): Promise<Measurement> {
  const [batch, size] = step.batch.shape;
  const workers = Math.max(1, availableParallelism() - 1);
  const split = noiseSplit(batch * (steps + 2), size);
  let started = 0;
  const options = { split, recipe: augmentation, seed, batchSize: batch, epochs: 1, startStep: 0, workers };
  const steps$ = viewBatches(options, async ({ views, step: index }) => {
    await setImmediate();
    if (index === 2) started = performance.now(); // by then the workers are up and ahead
    step.run({ views, shape: step.batch.shape });
  });
  await lastValueFrom(steps$);
  return { views: 2 * batch * steps, seconds: secondsSince(started) };
}

/** Of the GPU's memory what each process has taken, MiB. */
function gpuMemory(rivals: Readonly<Record<string, Peer>>): Record<string, number | null> {
  const pids = Object.entries(rivals).map(([name, { hello }]) => [name, Number(hello['pid'])] as const);
  const taken = gpuMebibytes();
  return Object.fromEntries(
    [['bare step', process.pid] as const, ...pids].map(([name, pid]) => [name, taken.get(pid) ?? null]),
  );
}

function round3(value: number): number {
  return Math.round(1000 * value) / 1000;
}
