import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { openEngine, type Precision } from '@amcl/engine';
import { viewBatches } from '@amcl/input-stream';
import { lastValueFrom } from 'rxjs';
import { alternate, medianRatio, type Contestant } from './alternate';
import { BareStep } from './bare-step';
import { startPeer, type Measurement } from './peer';
import { printBenchmark } from './print';
import { benchExperiment, noiseSplit, secondsSince } from './setting';

export interface PretrainBench {
  readonly batch: number;
  readonly width: number;
  readonly steps: number;
  readonly precision: Precision;
  readonly rounds: number;
  /** A Python that has torch and torchvision. */
  readonly peer?: string;
}

/** Views per second of the bare training step, of the whole stage (views made by workers, streamed) and of PyTorch's step. */
export async function benchPretrain({ batch, width, steps, rounds, precision, peer }: PretrainBench): Promise<void> {
  const engine = await openEngine({ backend: 'auto', precision });
  const experiment = benchExperiment(batch, width);
  const step = new BareStep(experiment);
  const views = 2 * batch * steps;

  const bare = (): Measurement => {
    const started = performance.now();
    for (let count = 0; count < steps; count++) step.run();
    return { views, seconds: secondsSince(started) };
  };

  const workers = Math.max(1, availableParallelism() - 1);
  const split = noiseSplit(batch * (steps + 2));
  const stage = async (): Promise<Measurement> => {
    let started = 0;
    const { augmentation: recipe, seed } = experiment;
    const options = { split, recipe, seed, batchSize: batch, epochs: 1, startStep: 0, workers };
    const steps$ = viewBatches(options, async ({ views, step: index }) => {
      await setImmediate();
      if (index === 2) started = performance.now(); // by then the workers are up and ahead
      step.run({ views, shape: step.batch.shape });
    });
    await lastValueFrom(steps$);
    return { views, seconds: secondsSince(started) };
  };

  const rival =
    peer === undefined ? null : await startPeer(peer, 'pytorch_step.py', [`${batch}`, `${width}`, precision]);
  const contestants: Record<string, Contestant> = {
    ...(rival === null ? {} : { 'PyTorch step': () => rival.ask({ steps }) }),
    'bare step': bare,
    'whole stage': stage,
  };
  const speeds = await alternate(contestants, rounds, (round) => console.error(`round ${round}/${rounds}`));
  await rival?.close();
  const roundsOf = (name: string): readonly number[] => speeds.find((speed) => speed.name === name)?.rounds ?? [];
  const setting = {
    batch,
    width,
    steps,
    rounds,
    precision,
    engine: engine.identity,
    device: engine.device,
    threads: engine.threads,
    peer: rival?.hello ?? null,
  };
  printBenchmark('pretrain', setting, speeds, {
    stageOverStep: round3(medianRatio(roundsOf('whole stage'), roundsOf('bare step'))),
  });
}

function round3(value: number): number {
  return Math.round(1000 * value) / 1000;
}
