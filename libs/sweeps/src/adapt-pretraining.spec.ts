import { resolveRuns, type ExperimentInput, type PretrainSection } from '@amcl/experiment';
import type { StageEvent } from '@amcl/stage';
import { beforeAll, describe, expect, it } from 'vitest';
import { adaptPretraining } from './adapt-pretraining';
import type { Monitored } from './stop-bars';
import { provideOptuna } from './tpe/tpe';

beforeAll(async () => void (await provideOptuna(() => undefined)));

type Train = (section: PretrainSection, seed: number) => number;

/** Does the runs of a sweep with `train` in place of a training: its kNN after each epoch, stopped by the bars. */
async function sections(input: ExperimentInput, train: Train): Promise<{ all: PretrainSection[]; said: string[] }> {
  const resolved = resolveRuns({ ...input, pretrain: { epochs: 3, ...input.pretrain } }, 'test');
  const runs = resolved.map(({ name, seed, experiment }) => ({ name, seed, section: experiment.pretrain }));
  const said: string[] = [];
  const emit = (event: StageEvent) => void (event.kind === 'message' && said.push(event.text));
  const { sweep } = resolved[0]!.experiment;
  const adapted = adaptPretraining(runs, sweep!, { emit, signal: new AbortController().signal });
  const all: PretrainSection[] = [];
  for (let next = await adapted.next({ knn: [], stopped: null }); next.done !== true;) {
    const section = next.value;
    const top1 = train(section, runs[all.length]!.seed);
    all.push(section);
    const bar = section.knn.stopBelow?.find((one) => top1 < one.top1);
    const last = bar?.epoch ?? section.epochs;
    const knn = Array.from({ length: last + 1 }, (_, epoch) => ({ epoch, top1 }));
    const result: Monitored = { knn, stopped: bar === undefined ? null : { epoch: last, best: top1, below: bar.top1 } };
    next = await adapted.next(result);
  }
  return { all, said };
}

const lr = ({ optimizer }: PretrainSection): number => optimizer.lr;
const rates = { 'pretrain.optimizer.lr': { distribution: 'log-uniform', min: 0.001, max: 1 } } as const;
/** Best at a rate of 0.05. */
const hill: Train = ({ optimizer }) => 50 - 10 * Math.abs(Math.log(optimizer.lr / 0.05));

describe('adaptPretraining', () => {
  it('raises the bars by the runs that ended, of the same seed', async () => {
    const values = [0.1, 0.3, 0.2, 0.4];
    const input: ExperimentInput = {
      seeds: [1, 2],
      sweep: {
        parameters: { 'pretrain.optimizer.lr': { values } },
        earlyStopping: { startupRuns: 2 },
      },
    };
    const { all } = await sections(input, (section, seed) => 100 * lr(section) + (seed === 2 ? 50 : 0));
    expect(all.map(lr)).toEqual(values.flatMap((value) => [value, value]));
    const bars = all.map(({ knn }) => knn.stopBelow?.map(({ epoch, top1 }) => [epoch, top1]) ?? null);
    const both = (top1: number) => [1, 2].map((epoch) => [epoch, top1]);
    // 0.2 is not below the median of 0.1 and 0.3, so that it ends too.
    expect(bars).toEqual([null, null, null, null, both(20), both(70), both(20), both(70)]);
  });

  it('gives each seed of a point what tpe chose, and the same for the same results', async () => {
    const input: ExperimentInput = { seeds: [3, 4], sweep: { method: 'tpe', trials: 5, parameters: rates } };
    const { all, said } = await sections(input, hill);
    expect(all).toHaveLength(10);
    const chosen = all.map(lr).filter((_, index) => index % 2 === 0);
    expect(all.map(lr).filter((_, index) => index % 2 === 1)).toEqual(chosen);
    expect(new Set(chosen).size).toBe(5);
    expect(said).toEqual(chosen.map((rate) => `pretrain.optimizer.lr = ${Number(rate.toPrecision(4))}`));
    expect((await sections(input, hill)).all).toEqual(all);
    const other = await sections({ ...input, seeds: [5, 4] }, hill);
    expect(other.all.map(lr)[0]).not.toBe(chosen[0]);
  });

  it('stops points of tpe early, too', async () => {
    const { all } = await sections(
      { sweep: { method: 'tpe', trials: 12, parameters: rates, earlyStopping: { startupRuns: 2 } } },
      hill,
    );
    expect(all.slice(0, 2).map(({ knn }) => knn.stopBelow)).toEqual([null, null]);
    for (const { knn } of all.slice(2)) expect(knn.stopBelow?.map(({ epoch }) => epoch)).toEqual([1, 2]);
    const bars = all.slice(2).map(({ knn }) => knn.stopBelow![0]!.top1);
    expect(bars.at(-1)).toBeGreaterThan(bars[0]!);
  });

  it('names settings that tpe put together and that cannot be', async () => {
    const parameters = {
      'pretrain.batchSize': { values: [512, 300] },
      'pretrain.microBatchSize': { values: [null, 256] },
    };
    const sweep = { method: 'tpe' as const, trials: 30, parameters };
    await expect(sections({ sweep }, () => 1)).rejects.toThrow(
      /^point-\d+, chosen by tpe \(pretrain\.batchSize = 300, pretrain\.microBatchSize = 256\) has 1 problem:\n.*a divisor of 300/,
    );
  });
});
