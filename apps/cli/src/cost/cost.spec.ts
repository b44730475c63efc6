import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuName, threadCount } from '@amcl/engine/library';
import { resolveExperiment, type Experiment, type ExperimentInput } from '@amcl/experiment';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { finishExperiment, type Make } from '../testing/finish-experiment';
import { declare, temporaryWorkspace } from '../testing/temporary-workspace';
import { describeCosts } from './describe-costs';
import { estimateCost } from './estimate-cost';
import { listCosts, type ExperimentCost } from './list-costs';
import { measureSpeed } from './measure-speed';
import { smallStep } from './small-step';
import { stepShape } from './step-shape';

const resolved = (input: ExperimentInput): Experiment => resolveExperiment(input, 'test');
const moco = { method: { name: 'moco', batchNormSplits: 8 } } as const;

describe('a step', () => {
  const shapeOf = (pretrain: ExperimentInput['pretrain'], size = 32) =>
    stepShape(resolved({ pretrain }).pretrain, size);

  it('takes the same time whatever the numbers in it', () => {
    const amcl = { heads: 3, beta: 0.1, hardest: 16 };
    const other = { heads: 3, beta: 0, hardest: 16, temperature: { lower: 0.1 } };
    expect(shapeOf({ amcl: other, method: { temperature: 0.1 }, optimizer: { lr: 1 }, epochs: 3 })).toEqual(
      shapeOf({ amcl }),
    );
  });

  it.each<[string, ExperimentInput['pretrain'], number?]>([
    ['a larger view', {}, 64],
    ['another network', { encoder: { width: 0.5 } }],
    ['another method', moco],
    ['AMCL', { amcl: {} }],
    ['the precision', { precision: 'bfloat16' }],
  ])('takes another time by %s', (_what, pretrain, size) => {
    expect(shapeOf(pretrain, size)).not.toEqual(shapeOf({}));
  });

  it.each<ExperimentInput['pretrain']>([
    { amcl: { hardest: 256 } },
    { ...moco, amcl: { hardest: 256 } },
    { ...moco, method: { name: 'moco', batchNormSplits: 64 } },
    { method: { name: 'simsiam' }, microBatchSize: 128 },
    { batchSize: 2 },
  ])('is measured on a small batch that its method can be trained on: %j', (pretrain) => {
    for (const size of [32, 64, 96, 224]) {
      const small = smallStep(resolved({ pretrain, augmentation: { randomResizedCrop: { size } } }));
      expect(resolved(small as ExperimentInput).pretrain.batchSize).toBeLessThanOrEqual(128);
    }
  });

  it('is measured in a process of its own', async () => {
    const tiny = { encoder: { width: 0.0625 }, autotune: false, batchSize: 16 };
    const speed = await measureSpeed(resolved({ pretrain: tiny, augmentation: { randomResizedCrop: { size: 16 } } }));
    expect(speed.viewsPerSecond).toBeGreaterThan(1);
    expect(speed.threads).toBeGreaterThan(0);
  });
});

it('costs its views, a third of that for images that are only encoded, and the epochs of a probe that augments', () => {
  const images = { train: 1000, test: 100, pretrain: 1000 };
  const speed = { viewsPerSecond: 10, device: 'cpu', threads: 2 };
  const pretrain = { batchSize: 300, epochs: 4, knn: { every: 2, k: 5 } };
  const probe = { knn: { k: 5 }, similarity: { images: 50 }, epochs: 7 };
  const hours = (views: number) => ((views / 10) * 2) / 3600;
  const cost = estimateCost(resolved({ pretrain, linearProbe: probe }), images, speed);
  expect(cost.pretrain).toBeCloseTo(hours(2 * 900 * 4 + (3 * 1100) / 3), 12);
  expect(cost.probe).toBeCloseTo(hours((2 * (1100 + 600)) / 3), 12);
  const augmented = estimateCost(resolved({ pretrain, linearProbe: { ...probe, augment: true } }), images, speed);
  expect(augmented.probe).toBeCloseTo(hours((2 * (7000 + 100 + 600)) / 3), 12);
});

describe('amcl list --cost', () => {
  let workspace: string;
  let cache: string;
  const before = process.env['AMCL_CACHE'];
  beforeEach(() => {
    workspace = temporaryWorkspace();
    process.env['AMCL_CACHE'] = cache = mkdtempSync(join(tmpdir(), 'costs-'));
  });
  afterEach(() => {
    if (before === undefined) delete process.env['AMCL_CACHE'];
    else process.env['AMCL_CACHE'] = before;
    for (const folder of [workspace, cache]) rmSync(folder, { recursive: true });
  });

  const speed = { viewsPerSecond: 100, device: cpuName(), threads: threadCount() };
  const small = '{ seeds: [1, 2], dataset: { limit: { train: 1000, test: 1000 } }, pretrain: { epochs: 10 } }';
  const measured: string[] = [];
  const list = (names: string[] = [], measure = () => Promise.resolve(speed)): Promise<ExperimentCost[]> => {
    measured.length = 0;
    const onMeasure = (experiment: string, index: number, of: number) => measured.push(`${experiment} ${index}/${of}`);
    return listCosts({ workspace, names, environment: {}, measure, onMeasure });
  };
  const total = ({ left }: ExperimentCost) => left.reduce((sum, { pretrain, probe }) => sum + pretrain + probe, 0);

  it('measures a step once, keeps that, and multiplies it by seeds and points', async () => {
    declare(workspace, 'once', small.replace('seeds: [1, 2],', ''));
    declare(workspace, 'twice', small);
    declare(workspace, 'other', '{ pretrain: { encoder: { width: 0.5 }, optimizer: { lr: 1 } } }');
    const costs = await list();
    expect(measured).toEqual(['once 1/2', 'other 2/2']);
    const [once, other, twice] = costs;
    expect(total(twice!)).toBeCloseTo(2 * total(once!), 12);
    expect(other).toMatchObject({ images: 50_000, epochs: 800, runs: 1, done: 0 });
    expect(readdirSync(join(cache, 'speeds'))).toHaveLength(2);
    expect(describeCosts(costs)).toMatch(/^twice +2 +0 +1,000 +10 +100\.0 /m);
    expect(describeCosts(costs)).toMatch(/^[\d,]+ core-hours are left, [\d.]+ days on \d+ cores?$/m);
    await list();
    expect(measured).toEqual([]);
  });

  it('takes the speed of a training that ended on this machine, also of another experiment', async () => {
    declare(workspace, 'ended', small);
    declare(workspace, 'longer', small.replace('epochs: 10', 'epochs: 20'));
    const fast: Make = (data) => ({
      ...data,
      stages: data.stages.map((stage) => ({ ...stage, run: { ...stage.run, ...speed, viewsPerSecond: 500 } })),
    });
    await finishExperiment(workspace, 'ended', { make: fast });
    const [ended, longer] = await list();
    expect(measured).toEqual([]);
    expect(ended).toMatchObject({ runs: 2, done: 2, left: [] });
    expect(longer?.left.map((run) => run.speed.viewsPerSecond)).toEqual([500, 500]);
    expect(describeCosts([ended!])).toMatch(/^ended +2 +2 +1,000 +10 +done$/m);
    expect(describeCosts([ended!])).toContain('\n0 core-hours are left');
  });

  it('measures where the training was on another machine, and says where that cannot be', async () => {
    declare(workspace, 'mine', small);
    await finishExperiment(workspace, 'mine', { only: ['ingest', 'augment', 'pretrain'] });
    declare(workspace, 'mine2', small.replace('epochs: 10', 'epochs: 20'));
    const [mine, other] = await list([], () => Promise.reject(new Error('no memory')));
    expect(mine?.error).toBe('no memory'); // its probe is left
    expect(other).toMatchObject({ error: 'no memory', left: [] });
    const [again] = await list(['mine']);
    expect(again?.left.map(({ pretrain, probe }) => [pretrain, probe > 0])).toEqual([
      [0, true],
      [0, true],
    ]);
  });

  it('knows the images of a folder when it is ingested, and passes a broken experiment by', async () => {
    declare(workspace, 'broken', '{ dataste: {} }');
    declare(workspace, 'photos', `{ dataset: { name: 'folder', source: 'file:photos', test: 'file:others' } }`);
    const [broken, photos] = await list();
    expect(broken?.error).toContain('dataset');
    expect(photos?.error).toContain('npx nx run photos:ingest');
    expect(describeCosts([broken!, photos!])).toContain('without 2 experiments of which it is not known');
    await finishExperiment(workspace, 'photos', { only: ['ingest'] });
    expect((await list(['photos']))[0]).toMatchObject({ error: null, images: 10_000 });
  });
});
