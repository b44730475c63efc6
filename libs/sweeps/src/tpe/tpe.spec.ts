import { resolveRuns, type ExperimentInput, type Point, type SweepSettings } from '@amcl/experiment';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { provideOptuna, Tpe, type Outcome } from './tpe';

let python: string;
beforeAll(async () => void (python = await provideOptuna(() => undefined)));
const started: Tpe[] = [];
afterEach(async () => void (await Promise.all(started.splice(0).map((tpe) => tpe.close()))));

const parameters: NonNullable<ExperimentInput['sweep']>['parameters'] = {
  'pretrain.optimizer.lr': { distribution: 'log-uniform', min: 0.001, max: 1 },
  'pretrain.optimizer.momentum': { distribution: 'uniform', min: 0, max: 0.99 },
  'pretrain.epochs': { distribution: 'integer', min: 5, max: 20 },
  'pretrain.method': { values: [{ name: 'simclr' }, { name: 'simsiam' }, { name: 'barlow-twins' }] },
};
const sweepOf = (method: 'tpe' | 'random', trials = 40): ExperimentInput => ({
  pretrain: { knn: { every: 5 } },
  sweep: { method, trials, parameters },
});
const settings = (): SweepSettings => resolveRuns(sweepOf('tpe'), 'test')[0]!.experiment.sweep!;

/** Like kNN in percent, best at lr 0.05, momentum 0.8, 15 epochs of SimSiam. */
function quality(point: Point): number {
  const [lr, momentum, epochs, method] = Object.values(point) as [number, number, number, { name: string }];
  const away = Math.abs(Math.log10(lr / 0.05)) + Math.abs(momentum - 0.8) + Math.abs(epochs - 15) / 15;
  return 90 - 20 * away - (method.name === 'simsiam' ? 0 : 10);
}

async function choose(seed: number, outcome: (point: Point) => Outcome, trials = 40): Promise<Point[]> {
  const tpe = Tpe.start(python, settings(), seed);
  started.push(tpe);
  const points: Point[] = [];
  for (let trial = 0; trial < trials; trial++)
    points.push(await tpe.next(trial === 0 ? null : outcome(points[trial - 1]!)));
  return points;
}

const ended = (point: Point): Outcome => ({ top1: quality(point), stoppedAfter: null });

describe('Tpe', () => {
  it('finds better points than chance with as many trials, for each of three seeds', async () => {
    for (const seed of [1, 2, 3]) {
      const points = await choose(seed, ended);
      const random = resolveRuns({ ...sweepOf('random'), seed }, 'test').map(({ point }) => point);
      const [best, bestRandom] = [points, random].map((all) => Math.max(...all.map(quality)));
      expect(best).toBeGreaterThan(bestRandom!);
      const mean = (all: readonly Point[]) => all.reduce((sum, point) => sum + quality(point), 0) / all.length;
      expect(mean(points.slice(20))).toBeGreaterThan(mean(random) + 10);
    }
  });

  it('keeps to the bounds, and gives values as they were declared', async () => {
    for (const point of await choose(4, ended, 20)) {
      const [lr, momentum, epochs, method] = Object.values(point) as [number, number, number, object];
      expect(lr >= 0.001 && lr <= 1 && momentum >= 0 && momentum <= 0.99).toBe(true);
      expect(epochs >= 5 && epochs <= 20 && Number.isInteger(epochs)).toBe(true);
      expect(settings().parameters['pretrain.method']).toHaveProperty('values', expect.arrayContaining([method]));
      expect(Object.keys(point)).toEqual(Object.keys(parameters));
    }
  });

  it('chooses the same for the same seed and outcomes, and other points for others', async () => {
    const points = await choose(5, ended, 25);
    expect(await choose(5, ended, 25)).toEqual(points);
    expect((await choose(6, ended, 1))[0]).not.toEqual(points[0]);
    const turned = await choose(5, (point) => ({ top1: -quality(point), stoppedAfter: null }), 25);
    expect(turned.slice(0, 10)).toEqual(points.slice(0, 10)); // by chance
    expect(turned.slice(10)).not.toEqual(points.slice(10));
  });

  it('ranks points that were stopped below those that ended', async () => {
    const stopSimclr = (point: Point): Outcome => {
      const { name } = point['pretrain.method'] as { name: string };
      return name === 'simclr' ? { top1: 100, stoppedAfter: 1 } : { top1: 10, stoppedAfter: null };
    };
    const points = (await choose(7, stopSimclr)).slice(15);
    const simclr = points.filter((point) => (point['pretrain.method'] as { name: string }).name === 'simclr');
    expect(simclr.length).toBeLessThan(points.length / 6);
  });

  it('tells what Optuna says when it fails', async () => {
    const tpe = Tpe.start(python, settings(), -1);
    started.push(tpe);
    await expect(tpe.next(null)).rejects.toThrow(/^Optuna ended instead of choosing a point: .*[Ss]eed/);
  });
});
