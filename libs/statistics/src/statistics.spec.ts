import { describe, expect, it } from 'vitest';
import { compareMeans, holm, mean, pairedTTest, sampleDeviation, summarize, welchTTest } from './index';
import { tProbability, tWidth } from './student-t';

// Every number was made with scipy 1.17.1: stats.t, ttest_rel, ttest_ind(equal_var=False) and their confidence_interval(0.95).
const A = [54.6, 55.1, 53.9];
const B = [56.2, 56.9, 55.1];
const C = [41.2, 43.7];
const D = [50.1, 49.2, 51.7, 50.9, 48.8];

/** Equal to the eight digits that jstat computes, whatever the size. */
const near = (value: number, oracle: number) => expect(value / oracle).toBeCloseTo(1, 7);
const seeded = (values: readonly number[], first = 0) => values.map((value, index) => ({ seed: first + index, value }));

describe("Student's t distribution", () => {
  it.each([
    [1, 12.706204736174694, 0.24223788318168682, 0.015912179824051624],
    [2, 4.302652729749462, 0.12961172022151082, 0.0006244146721847406],
    [2.7, 3.3921483831737507, 0.09707941444293468, 7.995639890192217e-5],
    [30, 2.0422724563012378, 0.01811564906866806, 1.3726045194406417e-27],
  ])('is that of scipy at %d degrees of freedom', (degrees, width, probability, far) => {
    near(tWidth(degrees), width);
    near(tProbability(2.5, degrees), probability);
    near(tProbability(-40, degrees), far);
  });
});

describe('summarize', () => {
  it.each([
    [A, 54.53333333333333, 0.6027713773341723, [53.03596622333382, 56.03070044333284]],
    [C, 42.45, 1.7677669529663689, [26.567244079781638, 58.33275592021837]],
    [D, 50.14, 1.1928956366757328, [48.65882443432538, 51.62117556567462]],
  ])('gives mean, deviation and interval of %j', (values, centre, deviation, [low, high]) => {
    const summary = summarize(values);
    expect(summary.n).toBe(values.length);
    near(summary.mean, centre);
    near(summary.deviation ?? NaN, deviation);
    near(summary.interval?.[0] ?? NaN, low ?? NaN);
    near(summary.interval?.[1] ?? NaN, high ?? NaN);
  });

  it('has no deviation of a single run', () => {
    expect(summarize([3])).toEqual({ n: 1, mean: 3, deviation: null, interval: null });
  });

  it('refuses what has no mean or no deviation', () => {
    expect(() => mean([])).toThrow('Expected at least one value');
    expect(() => sampleDeviation([1])).toThrow('Expected at least two values for a standard deviation but received 1');
  });
});

describe('the tests', () => {
  it('is the paired one of scipy', () => {
    const result = pairedTTest(B.map((value, index) => value - (A[index] ?? 0)));
    expect(result).toMatchObject({ test: 'paired t-test', degreesOfFreedom: 2 });
    near(result.statistic, 8.693182879212305);
    near(result.p, 0.012975526527388342);
    near(result.interval[0], 0.7744167266139885);
    near(result.interval[1], 2.2922499400526792);
  });

  it.each([
    [A, D, -6.8974046366272415, 0.00046962649811333357, 5.967446246177158, [-5.953968309491535, -2.8326983571751265]],
    [A, C, -9.312490968493737, 0.04972103349229212, 1.157552921597094, [-24.107872310210645, -0.058794356456012054]],
  ])("is Welch's of scipy: %j, %j", (base, other, statistic, p, degrees, [low, high]) => {
    const result = welchTTest(base, other);
    near(result.statistic, statistic);
    near(result.p, p);
    near(result.degreesOfFreedom, degrees);
    near(result.interval[0], low ?? NaN);
    near(result.interval[1], high ?? NaN);
  });

  it('are turned around with the samples', () => {
    const [there, back] = [welchTTest(A, D), welchTTest(D, A)];
    expect(there.p).toBe(back.p);
    expect(there.interval).toEqual([-back.interval[1], -back.interval[0]]);
  });
});

describe('compareMeans', () => {
  it('pairs the runs of the same seeds, in whatever order', () => {
    const comparison = compareMeans(seeded(A), seeded(B).reverse());
    expect(comparison.test?.test).toBe('paired t-test');
    near(comparison.difference, 1.5333333333333314);
    near(comparison.test?.p ?? NaN, 0.012975526527388342);
  });

  it.each([
    ['other seeds', seeded(A), seeded(B, 1)],
    ['another number of seeds', seeded(A), seeded(D)],
  ])("takes Welch's test for %s", (_, base, other) => {
    expect(compareMeans(base, other)).toMatchObject({ test: { test: "Welch's t-test" }, untested: null });
  });

  it.each([
    ['a single run', seeded([1]), seeded(B), 'a test takes two runs of each'],
    ['differences without spread', seeded([0.1, 0.2]), seeded([0.4, 0.5]), 'each seed has the same difference'],
    ['runs without spread', seeded([1, 1]), seeded([2, 2], 5), 'the runs of each are all the same'],
  ])('says why there is no test of %s', (_, base, other, untested) => {
    const comparison = compareMeans(base, other);
    expect(comparison).toMatchObject({ test: null, untested });
    expect(comparison.difference).toBeGreaterThan(0);
  });
});

describe('holm', () => {
  // By hand: 0.01 * 4, 0.02 * 3, 0.03 * 2, 0.04 * 1 made no smaller than the one before.
  it('multiplies the smallest most, keeps the order, and stays within 1', () => {
    const corrected = holm([0.04, 0.01, 0.03, 0.02]);
    [0.06, 0.04, 0.06, 0.06].forEach((value, index) => near(corrected[index] ?? NaN, value));
    expect(holm([0.6, 0.9])).toEqual([1, 1]);
    expect(holm([0.03])).toEqual([0.03]);
    expect(holm([])).toEqual([]);
  });
});
