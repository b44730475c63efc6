import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digest } from '@amcl/artifacts';
import { provideMlflow, startServer } from '@amcl/mlflow-server';
import type { StageEvent } from '@amcl/stage';
import { trackWithMlflow } from '@amcl/tracking';
import { Subject } from 'rxjs';
import { alternate, median, medianRatio } from './alternate';
import { BareStep } from '@amcl/training';
import type { Measurement } from './peer';
import { printBenchmark } from './print';
import { benchExperiment, openBenchEngine, secondsSince } from './setting';

export interface TrackingBench {
  /** Points of a run. */
  readonly points: number;
  readonly batch: number;
  readonly width: number;
  readonly rounds: number;
}

/** Points that a step gives. */
const PER_STEP = 4;

/**
 * A training of bare steps that gives points, tracked in a real MLflow server on this machine and not tracked: the time that tracking
 * adds, its end included. The server takes a share of the same cores; a team's would not.
 */
export async function benchTracking({ points, batch, width, rounds }: TrackingBench): Promise<void> {
  const say = (line: string): void => console.error(line);
  const engine = await openBenchEngine({ device: 'cpu', precision: 'float32' });
  const experiment = benchExperiment({ batch, width, encoder: 'resnet18', stem: 'cifar', size: 32 });
  const step = await BareStep.open(engine, experiment);
  const folder = mkdtempSync(join(tmpdir(), 'bench-tracking-'));
  const server = await startServer(await provideMlflow(say), { folder: join(folder, 'server'), port: 0 });
  process.env['MLFLOW_TRACKING_URI'] = server.uri;
  const ends: number[] = [];
  let runs = 0;
  const steps = Math.ceil(points / PER_STEP);
  const train = async (tracked: boolean): Promise<Measurement> => {
    const started = performance.now();
    const events$ = new Subject<StageEvent>();
    const observed = tracked ? trackWithMlflow(events$) : undefined;
    const key = digest({ bench: 'tracking', run: runs++ });
    const work = { workspace: folder, experiment: 'bench', run: null, stage: 'pretrain', seed: 1, key };
    events$.next({ kind: 'started', ...work, engine: engine.identity, section: {} });
    for (let at = 1; at <= steps; at++) {
      const { loss } = step.run();
      const values = { 'train/loss': loss, 'train/lr': 0.06, 'train/embedding_std': 1, 'train/similarity': 0.5 };
      events$.next({ kind: 'metrics', step: at, values });
      // As a stage does between steps.
      await new Promise(setImmediate);
    }
    const ending = performance.now();
    events$.next({ kind: 'ended', outcome: 'stopped', message: 'the benchmark is over' });
    events$.complete();
    await observed;
    if (tracked) ends.push(secondsSince(ending));
    return { views: steps * batch * 2, seconds: secondsSince(started) };
  };
  try {
    const speeds = await alternate({ untracked: () => train(false), tracked: () => train(true) }, rounds, (round) =>
      say(`round ${round}/${rounds}`),
    );
    const [untracked, tracked] = speeds;
    const extraShare = medianRatio(untracked?.rounds ?? [], tracked?.rounds ?? []) - 1;
    const { identity, device } = engine;
    const setting = { points: steps * PER_STEP, steps, batch, width, rounds, engine: identity, device };
    printBenchmark('tracking', setting, speeds, {
      extraShare: Number(extraShare.toFixed(4)),
      endSeconds: Number(median(ends).toFixed(2)),
    });
  } finally {
    await server.stop();
    step.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}
