import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import type { Tree } from '@nx/devkit';
import { beforeEach, expect, it } from 'vitest';
import experimentGenerator from './generator';

let tree: Tree;

beforeEach(() => {
  tree = createTreeWithEmptyWorkspace();
  tree.write('pipelines/_base/simclr.ts', '');
  tree.write('pipelines/quickstart/experiment.ts', '');
  tree.write('pipelines/paper/experiments.ts', '');
  tree.write('pipelines/paper/cifar10-simclr/experiment.ts', '');
});

it('writes an experiment that extends the other', () => {
  experimentGenerator(tree, { name: 'mine', from: 'cifar10-simclr' });
  const source = tree.read('pipelines/mine/experiment.ts', 'utf8');
  expect(source).toContain(`import base from '../paper/cifar10-simclr/experiment';`);
  expect(source).toContain('export default extend(base, {');
  experimentGenerator(tree, { name: 'other', from: 'quickstart' });
  expect(tree.read('pipelines/other/experiment.ts', 'utf8')).toContain(`import base from '../quickstart/experiment';`);
});

it.each([
  ['Mine', 'quickstart', /Expected lower-case words joined by hyphens.*received "Mine"/],
  ['../mine', 'quickstart', /Expected lower-case words/],
  ['engine', 'quickstart', /Expected a name other than engine, damage, comparison/],
  ['quickstart', 'cifar10-simclr', /pipelines\/quickstart\/experiment\.ts is there already/],
  ['cifar10-simclr', 'quickstart', /pipelines\/paper\/cifar10-simclr\/experiment\.ts is there already/],
  ['mine', 'cifar', /Expected --from to be one of cifar10-simclr, quickstart but received cifar/],
  ['mine', '_base', /Expected --from to be one of cifar10-simclr, quickstart but received _base/],
])('refuses the name %s from %s', (name, from, message) => {
  expect(() => experimentGenerator(tree, { name, from })).toThrow(message);
  expect(tree.listChanges().map(({ path }) => path)).not.toContain('pipelines/mine/experiment.ts');
});
