import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeInBrowser, openPage } from '@amcl/reporting/testing';
import type { RunData } from '@amcl/runs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishExperiment, type Make } from '../testing/finish-experiment';
import { declare, temporaryWorkspace } from '../testing/temporary-workspace';
import { compareExperiments } from './compare-experiments';
import type { Comparison } from './comparison';
import { comparisonPath } from './comparison-path';
import { describeComparison } from './describe-comparison';
import type { FigureKey } from './figures';

/** kNN top-1 of three seeds: those of the oracle in libs/statistics. */
const BASE = [54.6, 55.1, 53.9];
const AMCL = [56.2, 56.9, 55.1];

const withKnn = (data: RunData, top1: number): RunData => {
  const { trained } = data.probe;
  return { ...data, probe: { ...data.probe, trained: { ...trained, knn: { ...trained.knn, top1 } } } };
};
const seeded =
  (values: readonly number[]): Make =>
  (data, seed) =>
    withKnn(data, values[seed] ?? NaN);
const heldOut: Make = (data) => ({ ...data, ingest: { ...data.ingest, evaluatedOn: 'held-out' } });
/** A monitor that is the higher the larger the learning rate. */
const monitored: Make = (data, seed, section) => {
  if (!('optimizer' in section)) return data;
  const top1 = 100 * section.optimizer.lr + seed;
  return { ...data, pretrain: { ...data.pretrain, knn: [{ epoch: 10, top1 }] } };
};

const tuned: Make = (data) => ({
  ...data,
  probe: { ...data.probe, fineTuned: { top1: 61.5, top5: 97, perClass: [], loss: [1] } },
});

let workspace: string;
beforeAll(async () => {
  workspace = temporaryWorkspace();
  declare(workspace, 'base', '{ seeds: [0, 1, 2] }');
  declare(workspace, 'amcl', '{ seeds: [0, 1, 2], pretrain: { amcl: {}, epochs: 700 } }');
  declare(workspace, 'alone', '{ seed: 4 }');
  declare(
    workspace,
    'swept',
    `{ seeds: [0, 1], sweep: { parameters: { 'pretrain.optimizer.lr': { values: [0.1, 0.3, 0.2] } } } }`,
  );
  declare(workspace, 'held', '{ dataset: { holdOut: 5000 } }');
  declare(workspace, 'unfinished', '{}');
  await finishExperiment(workspace, 'base', { make: seeded(BASE) });
  await finishExperiment(workspace, 'amcl', { make: seeded(AMCL) });
  await finishExperiment(workspace, 'alone', { make: tuned });
  await finishExperiment(workspace, 'held', { make: heldOut });
  await finishExperiment(workspace, 'swept', { make: monitored });
});
afterAll(() => rmSync(workspace, { recursive: true }));

function compare(names: readonly string[], warnings: string[] = [], run = false) {
  return compareExperiments(names, {
    workspace,
    environment: {},
    run,
    output: 'stderr',
    warn: (text) => warnings.push(text),
  });
}
const figureOf = ({ rows }: Comparison, row: number, key: FigureKey) =>
  rows[row]?.figures.find((figure) => figure.key === key);

describe('amcl compare of two experiments with three seeds', () => {
  it('gives means, intervals and the paired test, with all that is behind them', async () => {
    const comparison = await compare(['base', 'amcl']);
    expect(comparison.rows).toMatchObject([
      { label: 'base', seeds: [0, 1, 2] },
      { label: 'amcl', seeds: [0, 1, 2] },
    ]);
    expect(figureOf(comparison, 0, 'knnTop1')).toMatchObject({
      values: BASE.map((value, seed) => ({ seed, value })),
      toFirst: null,
    });
    expect(figureOf(comparison, 0, 'knnTop1')?.summary.interval?.[0]).toBeCloseTo(53.03597, 4);
    const knn = figureOf(comparison, 1, 'knnTop1')?.toFirst;
    expect(knn?.test?.test).toBe('paired t-test');
    expect(knn?.difference).toBeCloseTo(1.53333, 4);
    expect(knn?.test?.interval[1]).toBeCloseTo(2.29225, 4);
    expect(knn?.test?.p).toBeCloseTo(0.0129755, 6);
    expect(knn?.pCorrected).toBe(knn?.test?.p);
    expect(figureOf(comparison, 1, 'overlap')?.toFirst).toMatchObject({
      difference: 0,
      test: null,
      untested: 'each seed has the same difference',
    });
    expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
  });

  it('names the settings that differ and no others', async () => {
    const { settings } = await compare(['base', 'amcl']);
    const paths = settings.map(({ path }) => path);
    expect(settings.find(({ path }) => path === 'pretrain.epochs')?.values).toEqual([expect.any(String), '700']);
    expect(settings.find(({ path }) => path === 'pretrain.amcl.heads')?.values[0]).toBeNull();
    expect(paths.filter((path) => !/^pretrain\.(epochs$|amcl)/.test(path))).toEqual([]);
  });

  it('has the figures that others published of the method, with what ours is smaller in', async () => {
    const { rows } = await compare(['base', 'amcl']);
    const published = rows.map((row) => row.published.map(({ source, value }) => [source, value]));
    expect(published).toEqual([
      [
        ['AMCL, ECCV 2024', 89.9],
        ['lightly', 84.7],
        ['lightly', 87.9],
        ['solo-learn', 90.74],
      ],
      [['AMCL, ECCV 2024', 92.2]],
    ]);
    expect(rows[0]?.published[2]?.smaller).toEqual(['10,000 of 50,000 images', '10 of 800 epochs']);
  });

  it('says what is measured on which split, and has no published figure beside held-out images', async () => {
    const text = describeComparison(await compare(['base', 'amcl']));
    expect(text).toMatch(/^Results on the test split: mean/);
    const alone = await compare(['held']);
    expect(alone.rows).toMatchObject([{ evaluatedOn: 'held-out', published: [] }]);
    expect(describeComparison(alone)).toMatch(/^Results on the held-out split: mean/);
    expect(readFileSync(join(workspace, alone.page), 'utf8')).not.toContain('test split');
    expect(describeComparison(await compare(['alone', 'held', 'base']))).toMatch(
      /^Results on the test split \(alone; base\) and the held-out split \(held\), which cannot be compared with each other: mean/,
    );
  });

  it('prints tables', async () => {
    const text = describeComparison(await compare(['base', 'amcl']));
    expect(text).toMatch(/^ {2}base +3 +54\.53 ± 1\.50 \(0\.60\)/m);
    expect(text).toMatch(/^ {2}amcl +kNN top-1 +\+1\.53 +\[0\.77, 2\.29\] +0\.013 +paired t-test$/m);
    expect(text).toMatch(/^ {2}amcl +overlap +0\.000 +– +– +each seed has the same difference$/m);
    expect(text).toMatch(/^ {2}base +12\.5 s|^ {2}base +13 s/m);
    expect(text).toMatch(/^ {2}pretrain\.epochs +\d+ +700$/m);
    expect(text).toMatch(/^ {2}base +kNN top-1 54\.53 +lightly 87\.90 +kNN top-1, k = 200/m);
  });

  it('writes a page of one file, the same each time', async () => {
    const { page } = await compare(['base', 'amcl', 'base']);
    expect(page).toBe('.amcl/out/comparison/base+amcl.html');
    const text = readFileSync(join(workspace, page), 'utf8');
    for (const part of [
      '54.53 ± 1.50 %',
      '[0.77, 2.29]',
      'pretrain.amcl.heads',
      '92.20 %',
      'By number of augmentations',
    ])
      expect(text).toContain(part);
    await compare(['base', 'amcl']);
    expect(readFileSync(join(workspace, page), 'utf8')).toBe(text);
  });

  it('corrects p for the number of experiments', async () => {
    const comparison = await compare(['base', 'amcl', 'swept']);
    const tests = comparison.rows.slice(1).map((_, row) => figureOf(comparison, row + 1, 'knnTop1')?.toFirst);
    expect(tests.map((test) => test?.test?.test)).toEqual([
      'paired t-test',
      ...new Array<string>(3).fill("Welch's t-test"),
    ]);
    expect(tests[0]?.pCorrected).toBeGreaterThan(tests[0]?.test?.p ?? 1);
  });
});

describe('amcl compare of other experiments', () => {
  it('has a row for each point of a sweep, best monitor first, with what it sets', async () => {
    const { rows, settings } = await compare(['swept']);
    expect(rows.map(({ label }) => label)).toEqual(['swept, lr = 0.3', 'swept, lr = 0.2', 'swept, lr = 0.1']);
    expect(rows[0]).toMatchObject({ point: { 'pretrain.optimizer.lr': 0.3 }, seeds: [0, 1] });
    expect(settings).toEqual([{ path: 'pretrain.optimizer.lr', values: ['swept: 0.1, 0.3, 0.2'] }]);
  });

  it('shows a single run, and says why there is no test', async () => {
    const comparison = await compare(['base', 'alone']);
    expect(figureOf(comparison, 1, 'knnTop1')?.summary).toMatchObject({ n: 1, deviation: null, interval: null });
    expect(figureOf(comparison, 1, 'knnTop1')?.toFirst?.untested).toBe('a test takes two runs of each');
    expect(comparison.settings).toEqual([{ path: 'seeds', values: ['0, 1, 2', '4'] }]);
    expect(describeComparison(await compare(['alone']))).not.toContain('Differences');
  });

  it('has fine-tuning where every run of a row has it, and no column where none has', async () => {
    const comparison = await compare(['alone', 'base', 'alone']);
    expect(figureOf(comparison, 0, 'fineTunedTop1')?.summary.mean).toBe(61.5);
    expect(figureOf(comparison, 1, 'fineTunedTop1')).toBeUndefined();
    expect(figureOf(await compare(['base', 'alone']), 1, 'fineTunedTop1')?.toFirst).toBeNull();
    const text = describeComparison(comparison);
    expect(text).toMatch(/linear top-5, % +fine-tuned top-1, % +fine-tuned top-5, % +overlap/);
    expect(describeComparison(await compare(['base', 'amcl']))).not.toContain('fine-tuned');
  });

  it('names an unknown experiment with the nearest, and one without results with the command', async () => {
    await expect(compare(['base', 'amlc'])).rejects.toThrow('Did you mean amcl?');
    const warnings: string[] = [];
    await expect(compare(['base', 'unfinished'], warnings)).rejects.toThrow(/nx run unfinished:/);
    expect(warnings).toEqual([expect.stringContaining('unfinished is not up to date: ingest, augment')]);
  });

  it('runs nothing that is fresh, and says that an experiment failed', async () => {
    expect((await compare(['base'], [], true)).rows).toHaveLength(1);
    // Nx knows no experiments in this workspace, so it is told what this one does.
    const project = { name: 'unfinished', targets: { report: { command: 'exit 3' } } };
    writeFileSync(join(workspace, 'pipelines/unfinished/project.json'), JSON.stringify(project));
    await expect(compare(['base', 'unfinished'], [], true)).rejects.toThrow(
      /^Not all of unfinished could be run: .* npx amcl list unfinished/,
    );
    expect(existsSync(comparisonPath(workspace, ['base', 'unfinished']))).toBe(false);
  });

  it('cuts the name of the page of many', () => {
    const many = Array.from({ length: 40 }, (_, index) => `experiment-${index}`);
    const [one, other] = [comparisonPath('/w', many), comparisonPath('/w', [...many, 'more'])];
    expect(one).toMatch(/^\/w\/\.amcl\/out\/comparison\/experiment-0\+experiment-1\+.*-[0-9a-f]{8}\.html$/);
    expect(one.split('/').at(-1)?.length).toBeLessThan(130);
    expect(one).not.toBe(other);
  });
});

describeInBrowser('the page of a comparison', () => {
  const looks = [375, 1440].flatMap((width) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
  );
  it.each(looks)('at $width px, $colorScheme: no error, no request, nobody shut out', async (look) => {
    const { page } = await compare(['base', 'amcl', 'swept']);
    const opened = await openPage(join(workspace, page), look);
    expect(opened.consoleErrors).toEqual([]);
    expect(opened.requests).toEqual([]);
    expect(await opened.scrollsSideways()).toBe(false);
    expect(await opened.axeViolations()).toEqual([]);
    await opened.close();
  });
});
