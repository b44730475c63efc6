import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { resolveExperiment, type Experiment } from '@amcl/experiment';
import { beforeAll, expect, it } from 'vitest';

const folder = resolve(__dirname, '../../../pipelines');
const fileOf = (name: string) => join(folder, name, 'experiment.ts');
const names = readdirSync(folder).filter((name) => existsSync(fileOf(name)));
const experiments: Record<string, Experiment> = {};

beforeAll(async () => {
  for (const name of names) {
    const { default: input } = (await import(fileOf(name))) as { default: unknown };
    experiments[name] = resolveExperiment(input, `pipelines/${name}/experiment.ts`);
  }
});

const sizes = ['cifar10', 'small'];
const methods = [
  ['simclr', 0.06],
  ['moco', 0.08],
  ['simsiam', 0.05],
  ['barlow-twins', 0.11],
] as const;

it.each(sizes.flatMap((size) => methods.map(([method, lr]) => [`${size}-${method}`, method, lr] as const)))(
  '%s is %s at a rate of %f, and with AMCL a training of the same budget',
  (name, method, lr) => {
    const { pretrain: alone, report, ...rest } = experiments[name]!;
    const { pretrain: together, report: reportTogether, ...restTogether } = experiments[`${name}-amcl`]!;
    expect(alone).toMatchObject({ method: { name: method }, optimizer: { name: 'sgd', lr, weightDecay: 5e-4 } });
    expect(alone.amcl).toBeNull();
    expect(together).toEqual({ ...alone, method: together.method, amcl: together.amcl });
    expect(together.method.name).toBe(method);
    expect(together.amcl).toMatchObject({ heads: 3, wideHead: false, temperature: { kind: 'adaptive' } });
    expect(restTogether).toEqual(rest);
    expect(reportTogether.title).not.toBe(report.title);
  },
);

it('the full recipes take 800 epochs of all images in batches of 512', () => {
  for (const [method] of methods) {
    const { dataset, pretrain } = experiments[`cifar10-${method}`]!;
    expect(dataset.limit).toBeNull();
    expect(pretrain).toMatchObject({ epochs: 800, batchSize: 512, encoder: { name: 'resnet18', width: 1 } });
  }
});

it('every recipe leaves the choice of an augmentation set to who extends it', async () => {
  for (const name of names) {
    const { default: input } = (await import(fileOf(name))) as { default: { augmentation?: object } };
    const changed = { ...input, augmentation: { ...input.augmentation, set: 'a' } };
    const { augmentation } = resolveExperiment(changed, name);
    const { randomHorizontalFlip, colorJitter, randomGrayscale, gaussianBlur } = augmentation;
    expect([randomHorizontalFlip.p, colorJitter.p, randomGrayscale.p, gaussianBlur.p]).toEqual([0, 0, 0, 0]);
  }
});
