import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { experimentFile, experimentNames } from '@amcl/experiment/load';
import { replaceMarked } from '@amcl/reporting';
import { flatten } from '@amcl/runs';
import { describe, expect, it } from 'vitest';
import { blocks, EXPERIMENTS, SEARCHES } from './published';
import { Records } from './records';
import { bestTrial } from './search-record';

const WORKSPACE = join(__dirname, '..', '..', '..');
const records = new Records(WORKSPACE);

describe('docs/results.md', () => {
  it('is what npm run results -- --render writes', () => {
    const page = readFileSync(join(WORKSPACE, 'docs', 'results.md'), 'utf8');
    const again = [...blocks(records)].reduce((text, [name, block]) => replaceMarked(text, name, block), page);
    expect(page).toBe(again);
  });

  it('publishes experiments that there are', () => {
    expect(experimentNames(WORKSPACE)).toEqual(expect.arrayContaining([...EXPERIMENTS, ...SEARCHES]));
  });
});

describe('the hyper-parameters of an experiment at reach', () => {
  it.each(SEARCHES)('are the best trial of %s, fractions in two figures', async (name) => {
    const search = records.search(name);
    expect(search === null || search.evaluatedOn === 'held-out').toBe(true);
    const best = search === null ? undefined : bestTrial(search);
    const two = (value: unknown): unknown =>
      typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(2)) : value;
    const found = Object.entries(best?.point ?? {}).map(([path, value]) => [path, String(two(value))]);
    const file = join(WORKSPACE, experimentFile(WORKSPACE, name.replace('reach-tune', 'reach-cifar10')));
    const { default: experiment } = (await import(file)) as { default: object };
    const settings = new Map(flatten(experiment));
    expect(found.map(([path = '']) => [path, settings.get(path)])).toEqual(found);
  });
});
