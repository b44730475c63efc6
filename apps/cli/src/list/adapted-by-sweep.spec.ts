import { adaptedSection, resolveRuns } from '@amcl/experiment';
import { expect, it } from 'vitest';
import { adaptedBySweep } from './adapted-by-sweep';
import type { FoundOutput } from './find-output';

const parameters = { 'pretrain.optimizer.lr': { distribution: 'uniform' as const, min: 0.01, max: 1 } };
const run = resolveRuns({ sweep: { method: 'tpe', trials: 2, parameters } }, 'test')[0]!;
const point = { 'pretrain.optimizer.lr': 0.25 };
const section = adaptedSection(run.experiment.pretrain, point, null, 'test');

function outputBy(worked: unknown): FoundOutput {
  const manifest = {
    schema: 2 as const,
    stage: 'pretrain',
    files: {},
    result: {},
  };
  const work = { key: '', sources: '', packages: {}, inputs: {}, seed: 1, section: worked, finished: '' };
  return { manifest, digest: '', work, missing: [], damaged: [] };
}

it('reads section and point of what tpe chose from the output', () => {
  expect(adaptedBySweep(run, outputBy(section))).toEqual({ section, point });
});

it('is null for an output of other settings, without an output, and for a sweep that chooses nothing in training', () => {
  expect(adaptedBySweep(run, outputBy({ ...section, epochs: 3 }))).toBeNull();
  expect(adaptedBySweep(run, null)).toBeNull();
  const [grid] = resolveRuns({ sweep: { parameters: { 'pretrain.epochs': { values: [1, 2] } } } }, 'test');
  expect(adaptedBySweep(grid!, outputBy(grid!.experiment.pretrain))).toBeNull();
});
