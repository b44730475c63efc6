import { sectionSchemas } from '@amcl/experiment';
import { expect, it } from 'vitest';
import { describeMethod } from './describe-method';

it.each([
  [{ method: { name: 'barlow-twins' } }, 'barlow-twins'],
  [{ amcl: {} }, 'simclr + AMCL (3 heads, adaptive temperature)'],
  [
    { method: { name: 'moco' }, amcl: { heads: 1, temperature: { kind: 'global' } } },
    'moco + AMCL (1 head, global temperature)',
  ],
  [
    { method: { name: 'simsiam' }, amcl: { wideHead: true, temperature: { kind: 'fixed', value: 0.5 } } },
    'simsiam + AMCL (1 wide head for 3, temperature 0.5)',
  ],
])('describes %j as %s', (section, words) => {
  expect(describeMethod(sectionSchemas.pretrain.parse(section))).toBe(words);
});
