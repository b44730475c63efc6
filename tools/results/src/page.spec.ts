import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceMarked } from '@amcl/reporting';
import { flatten } from '@amcl/runs';
import { describe, expect, it } from 'vitest';
import { chosen } from '../../../pipelines/reach/chosen';
import type { ReachMethod } from '../../../pipelines/reach/methods';
import experiments from '../../../pipelines/reach/experiments';
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
    expect(Object.keys(experiments)).toEqual(expect.arrayContaining([...EXPERIMENTS, ...SEARCHES]));
  });
});

describe('pipelines/reach/chosen.ts', () => {
  it.each(Object.keys(chosen) as ReachMethod[])('has the best trial of the search of %s, in two figures', (method) => {
    const search = records.search(`reach-tune-${method}`);
    const best = search === null ? undefined : bestTrial(search);
    const two = (value: unknown): unknown => (typeof value === 'number' ? Number(value.toPrecision(2)) : value);
    const found = Object.entries(best?.point ?? {}).map(([path, value]) => [path, String(two(value))]);
    const settings = new Map<string, string>(flatten(chosen[method]));
    if (best !== undefined) expect(found).toEqual(found.map(([path = '']) => [path, settings.get(path)]));
    expect(search === null || search.evaluatedOn === 'held-out').toBe(true);
  });
});
