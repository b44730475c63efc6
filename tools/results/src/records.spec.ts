import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { plausibleRun } from '@amcl/runs/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { recordOf } from './collect-record';
import { blocks } from './published';
import { Records } from './records';
import type { SearchRecord } from './search-record';
import { similarityPicture } from './similarity-picture';

let workspace: string;
let records: Records;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'amcl-results-'));
  mkdirSync(join(workspace, 'docs', 'results'), { recursive: true });
  records = new Records(workspace);
});

/** Three seeds, their probe's top-1 shifted. */
function experiment(name: string, shift: number) {
  const runs = [0, 1, 2].map((index) => {
    const run = plausibleRun();
    const { trained } = run.probe;
    const probe = { ...trained.probe, top1: trained.probe.top1 + shift + index ** 2 * (shift + 1) };
    return { ...run, seed: index, probe: { ...run.probe, trained: { ...trained, probe } } };
  });
  return recordOf(name, runs);
}

describe('the record of an experiment', () => {
  it('is read back as it was written, lists of numbers on a line each', async () => {
    const record = experiment('reach-cifar10-simclr', 0);
    const path = await records.write(record);
    expect(records.experiment('reach-cifar10-simclr')).toEqual(record);
    expect(readFileSync(join(workspace, path), 'utf8')).toMatch(/"edges": \[-1, .*\],\n/);
    expect(record.runs.map(({ seed }) => seed)).toEqual([0, 1, 2]);
    expect(record.settings['pretrain']).toHaveProperty(['method.name']);
  });

  it('is none where there is none, and named where it is damaged', () => {
    expect(records.experiment('reach-cifar10-moco')).toBeNull();
    writeFileSync(join(workspace, 'docs/results/reach-cifar10-moco.json'), '{"runs": []}');
    expect(() => records.experiment('reach-cifar10-moco')).toThrow(/reach-cifar10-moco.json is no record .*runs/s);
  });
});

describe('the page', () => {
  it('has the curve that bench printed', () => {
    expect(blocks(records).get('curve')).toBe('Not run.');
    const figure = { ours: { mean: 6.4, deviation: 0.1 }, theirs: { mean: 6.5, deviation: 0.1 }, within: true };
    const printed = { benchmark: 'curve', experiment: 'reach-curve', seeds: [1, 2], losses: [], knn: [figure] };
    writeFileSync(join(workspace, 'docs/results/reach-curve.json'), JSON.stringify(printed));
    expect(blocks(records).get('curve')).toContain('| kNN after epoch 1, % | 6.40 ± 0.10 | 6.50 ± 0.10 | yes |');
  });

  it('has mean, interval and difference of what was run, and says what was not', async () => {
    await records.write(experiment('reach-cifar10-simclr', 0));
    await records.write(experiment('reach-cifar10-simclr-amcl', 1));
    const [, , simclr, , moco] = blocks(records).get('cifar10')?.split('\n') ?? [];
    const base = plausibleRun().probe.trained.probe.top1;
    expect(simclr).toContain(`| ${(base + 5 / 3).toFixed(2)} ± `);
    expect(simclr).toMatch(/\| \+2\.67 \[−2\.50, 7\.84\] \| 89\.9, 92\.2 \(\+2\.3\) \|$/); // differences 1, 2, 5
    expect(moco).toContain('not run');
    const picture = (await similarityPicture(records)) ?? '';
    expect(/with AMCL, 5 augmentations: overlap 0\.\d{3}/.test(picture)).toBe(true);
    expect((await sharp(Buffer.from(picture)).metadata()).format).toBe('svg'); // well-formed, or it throws
  });

  it('has temperatures of the first step, of some after and of the last, means over heads and seeds', async () => {
    const runs = [0, 0.2].map((shift) => {
      const run = plausibleRun();
      const metrics = run.metrics.map((metric) => ({
        ...metric,
        positiveTemperatures: [metric.step / 100 + shift, metric.step / 50 + shift],
        negativeTemperatures: [1, 2],
      }));
      return { ...run, metrics };
    });
    const record = recordOf('reach-longer-moco-amcl', runs);
    expect(record.runs[0]?.temperatures?.slice(0, 2)).toEqual([
      { step: 1, positive: 0.015, negative: 1.5 },
      { step: 20, positive: 0.3, negative: 1.5 },
    ]);
    expect(record.runs[0]?.temperatures?.at(-1)?.step).toBe(plausibleRun().metrics.length);
    expect(experiment('reach-cifar10-moco', 0).runs[0]).not.toHaveProperty('temperatures');
    await records.write(record);
    expect(blocks(records).get('temperatures')).toMatch(
      /^\| MoCo \| .* \| 0\.115 \| 0\.400 \| 1\.300 \| .* \| 1\.500 \|$/m,
    );
  });

  it('has the best trial of a search that came to its end', async () => {
    const trial = (lr: number, knnTop1: number, stopped = false) => ({
      point: { 'pretrain.optimizer.lr': lr },
      epochs: 4,
      knnTop1,
      stopped,
    });
    const search: SearchRecord = {
      experiment: 'reach-tune-simclr',
      evaluatedOn: 'held-out',
      images: 5000,
      trials: [trial(0.1, 30), trial(0.2, 41, true), trial(0.31234, 40)],
    };
    await records.write(search);
    expect(blocks(records).get('searches')).toContain(
      '| reach-tune-simclr | 3, 1 stopped | 30.00 to 40.00 | optimizer.lr 0.312 | 5000 held-out images |',
    );
  });
});
