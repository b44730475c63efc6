import { describe, expect, it } from 'vitest';
import { outcomeOf } from './outcome-of';
import { stopBars, type Monitored } from './stop-bars';

const run = (...top1: number[]): Monitored => ({
  knn: top1.map((value, epoch) => ({ epoch, top1: value })),
  stopped: null,
});
const stoppedRun = (epoch: number, ...top1: number[]): Monitored => ({
  ...run(...top1),
  stopped: { epoch, best: 0, below: 1 },
});
const section = (epochs: number, every = 1) => ({ epochs, knn: { every, k: 5, temperature: 0.1, stopBelow: null } });
const rule = { warmupEpochs: 1, startupRuns: 2 };

describe('stopBars', () => {
  it('is the median at each epoch but the last, of an odd and of an even number of runs', () => {
    const runs = [run(10, 20, 40, 50), run(10, 30, 30, 60), run(10, 60, 20, 70)];
    expect(stopBars(runs, rule, section(3))).toEqual([
      { epoch: 1, top1: 30 },
      { epoch: 2, top1: 30 },
    ]);
    expect(stopBars(runs.slice(0, 2), rule, section(3))).toEqual([
      { epoch: 1, top1: 25 },
      { epoch: 2, top1: 35 },
    ]);
  });

  it('does not depend on the order of the runs', () => {
    const runs = [run(1, 9, 3), run(1, 2, 8), run(1, 5, 5), run(1, 4, 6)];
    expect(stopBars([...runs].reverse(), rule, section(2))).toEqual(stopBars(runs, rule, section(2)));
  });

  it('asks for enough runs that ended, and does not count those that were stopped', () => {
    const ended = [run(10, 20, 30), run(10, 40, 50)];
    expect(stopBars(ended, { ...rule, startupRuns: 3 }, section(2))).toBeNull();
    expect(stopBars([...ended, stoppedRun(1, 10, 0)], { ...rule, startupRuns: 3 }, section(2))).toBeNull();
    expect(stopBars([...ended, stoppedRun(1, 10, 0)], rule, section(2))).toEqual([{ epoch: 1, top1: 30 }]);
  });

  it('begins after the warm-up, and stands where both the run and enough of the others are measured', () => {
    const runs = [run(1, 2, 3, 4, 5, 6, 7), run(1, 2, 3, 4, 5, 6, 7), run(1, 2, 3)];
    expect(stopBars(runs, { warmupEpochs: 3, startupRuns: 2 }, section(8))?.map(({ epoch }) => epoch)).toEqual([
      3, 4, 5, 6,
    ]);
    expect(stopBars(runs, rule, section(6, 2))?.map(({ epoch }) => epoch)).toEqual([2, 4]);
    expect(stopBars(runs, { ...rule, startupRuns: 3 }, section(6))?.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(stopBars(runs, rule, section(6, 0))).toBeNull();
  });
});

describe('outcomeOf', () => {
  it('is the mean of the last kNN over the seeds', () => {
    expect(outcomeOf([run(10, 20), run(10, 40)])).toEqual({ top1: 30, stoppedAfter: null });
  });

  it('is what all had when the first was stopped', () => {
    expect(outcomeOf([run(10, 20, 90), stoppedRun(1, 10, 4), stoppedRun(2, 10, 6, 8)])).toEqual({
      top1: 10,
      stoppedAfter: 1,
    });
  });
});
