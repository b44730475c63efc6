import { describe, expect, it } from 'vitest';
import type { ExperimentInput } from './experiment-schema';
import { resolveRuns } from './resolve-runs';

const runs = (input: ExperimentInput) => resolveRuns(input, 'experiment.ts');
const names = (input: ExperimentInput) => runs(input).map(({ name }) => name);
const message = (input: unknown) => {
  try {
    return names(input as ExperimentInput).join();
  } catch (error) {
    return (error as Error).message;
  }
};

describe('resolveRuns', () => {
  it('makes one run without a name of an experiment without seeds and sweep', () => {
    expect(runs({ seed: 3 })).toMatchObject([{ name: null, seed: 3, point: {}, experiment: { seed: 3 } }]);
  });

  it('makes a run of each seed, all settings alike', () => {
    const [first, second] = runs({ seeds: [0, 7], pretrain: { epochs: 5 } });
    expect([first?.name, second?.name]).toEqual(['seed-0', 'seed-7']);
    expect([first?.seed, second?.experiment.seed]).toEqual([0, 7]);
    expect(first?.experiment.pretrain).toEqual(second?.experiment.pretrain);
  });

  it('makes every combination of a grid, with each seed', () => {
    const input: ExperimentInput = {
      seeds: [1, 2],
      sweep: {
        parameters: {
          'pretrain.optimizer.lr': { values: [0.1, 0.2] },
          'pretrain.method': { values: [{ name: 'simsiam' }, { name: 'simclr', temperature: 0.2 }] },
        },
      },
    };
    expect(names(input)).toEqual([1, 2, 3, 4].flatMap((point) => [`point-${point}-seed-1`, `point-${point}-seed-2`]));
    const settings = runs(input).map(({ experiment: { pretrain } }) => [pretrain.optimizer.lr, pretrain.method.name]);
    expect(settings.filter((_, index) => index % 2 === 0)).toEqual([
      [0.1, 'simsiam'],
      [0.1, 'simclr'],
      [0.2, 'simsiam'],
      [0.2, 'simclr'],
    ]);
    expect(runs(input)[7]?.point).toEqual({
      'pretrain.optimizer.lr': 0.2,
      'pretrain.method': { name: 'simclr', temperature: 0.2 },
    });
  });

  it('draws the points of a random sweep with the seed, within their bounds', () => {
    const sweep = (seed: number): ExperimentInput => ({
      seed,
      sweep: {
        method: 'random',
        trials: 40,
        parameters: {
          'pretrain.optimizer.lr': { distribution: 'log-uniform', min: 0.001, max: 1 },
          'pretrain.method.temperature': { distribution: 'uniform', min: 0.1, max: 0.5 },
          'pretrain.epochs': { distribution: 'integer', min: 1, max: 3 },
          'augmentation.set': { values: ['a', 'ab'] },
        },
      },
    });
    const drawn = runs(sweep(1));
    expect(drawn.map(({ name }) => name).slice(0, 2)).toEqual(['point-01', 'point-02']);
    expect(runs(sweep(1))).toEqual(drawn);
    expect(runs(sweep(2))[0]?.point).not.toEqual(drawn[0]?.point);
    const rates = drawn.map(({ experiment }) => experiment.pretrain.optimizer.lr);
    expect(rates.every((lr) => lr >= 0.001 && lr < 1)).toBe(true);
    expect(rates.filter((lr) => lr < 0.0316).length).toBeGreaterThan(10); // half of them, by orders of magnitude
    expect(new Set(drawn.map(({ experiment }) => experiment.pretrain.epochs))).toEqual(new Set([1, 2, 3]));
  });

  it('leaves the points of tpe empty, each with each seed, and checks what it may choose', () => {
    const sweep = (parameters: NonNullable<ExperimentInput['sweep']>['parameters']): ExperimentInput => ({
      seeds: [3, 4],
      sweep: { method: 'tpe', trials: 2, parameters },
    });
    const lr = { distribution: 'log-uniform', min: 0.01, max: 0.1 } as const;
    const found = runs(sweep({ 'pretrain.optimizer.lr': lr }));
    expect(found.map(({ name, point }) => [name, point])).toEqual(
      ['point-1-seed-3', 'point-1-seed-4', 'point-2-seed-3', 'point-2-seed-4'].map((name) => [name, {}]),
    );
    expect(message(sweep({ 'pretrain.optimiser.lr': lr }))).toMatch(
      /a possible point of its sweep \(pretrain\.optimiser\.lr = 0\.01\)[^]*Did you mean pretrain\.optimizer\?/,
    );
    const epochs = { distribution: 'integer', min: 1, max: 3 } as const;
    expect(message({ ...sweep({ 'pretrain.epochs': epochs }), augmentation: { materialize: 2 } })).toMatch(
      /pretrain\.epochs = 1\)[^]*augmentation\.materialize: expected at most 1/,
    );
    expect(message(sweep({ 'pretrain.knn.every': { values: [1] }, 'pretrain.optimizer.lr': lr }))).toMatch(
      /other than pretrain\.knn, not 'pretrain\.knn\.every'/,
    );
  });

  it('names the point whose settings are wrong, and in it the key', () => {
    const parameters = { 'pretrain.optimiser.lr': { values: [1] } };
    expect(message({ sweep: { parameters } })).toMatch(
      /experiment\.ts, point-1 of its sweep \(pretrain\.optimiser\.lr = 1\)[^]*Did you mean pretrain\.optimizer\?/,
    );
  });

  it.each([
    [{ seeds: [] }, /seeds: expected null or a list of different whole numbers/],
    [{ seeds: [1, 1] }, /seeds: expected null or a list of different whole numbers/],
    [{ sweep: { parameters: {} } }, /sweep\.parameters: expected an object of paths/],
    [{ sweep: { parameters: { 'report.title': { values: ['a'] } } } }, /sweep\.parameters: expected .* of section/],
    [{ sweep: { parameters: { 'pretrain.epochs': { vales: [1] } } } }, /Did you mean sweep\.parameters\..*values\?/],
    [
      { sweep: { parameters: { 'pretrain.epochs': { distribution: 'integer', min: 1, max: 3 } } } },
      /expected values for 'pretrain\.epochs', as a grid tries each/,
    ],
    [
      { sweep: { method: 'random', parameters: { 'pretrain.epochs': { distribution: 'integer', min: 3, max: 3 } } } },
      /expected min below max for 'pretrain\.epochs'/,
    ],
    [
      { sweep: { method: 'tpe', parameters: { 'augmentation.set': { values: ['a', 'ab'] } } } },
      /settings of pretrain .* not 'augmentation\.set', as tpe chooses by what the kNN monitor says .*\(method 'grid' or/,
    ],
    [
      { sweep: { method: 'tpe', trials: 1, parameters: { 'pretrain.epochs': { values: [1, 2] } } } },
      /sweep\.trials: expected at least 2, as tpe/,
    ],
    [
      {
        pretrain: { knn: { every: 0 } },
        sweep: { earlyStopping: {}, parameters: { 'pretrain.epochs': { values: [1] } } },
      },
      /sweep\.earlyStopping: expected null, as pretrain\.knn\.every is 0/,
    ],
    [
      { sweep: { earlyStopping: {}, parameters: { 'pretrain.knn.every': { values: [1, 0] } } } },
      /point-2 of its sweep .*[^]*sweep\.earlyStopping: expected null, as pretrain\.knn\.every is 0/,
    ],
    [
      {
        pretrain: { knn: { stopBelow: [{ epoch: 1, top1: 30 }] } },
        sweep: { earlyStopping: {}, parameters: { 'pretrain.epochs': { values: [1] } } },
      },
      /pretrain\.knn\.stopBelow: expected null, as sweep\.earlyStopping sets it/,
    ],
  ])('tells what is wrong with %j', (input, expected) => expect(message(input)).toMatch(expected));
});
