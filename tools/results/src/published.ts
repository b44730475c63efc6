import { ablationBlock, temperatureTitle } from './blocks/ablation';
import { augmentationsBlock } from './blocks/augmentations';
import { curveBlock } from './blocks/curve';
import { METHODS, methodsBlock } from './blocks/methods';
import { provenanceBlock } from './blocks/provenance';
import { searchesBlock } from './blocks/searches';
import { similarityBlock } from './blocks/similarity';
import { temperaturesBlock } from './blocks/temperatures';
import type { Records } from './records';

const WITH_AND_WITHOUT = METHODS.flatMap(([method]) => [method, `${method}-amcl`]);

/** Experiments whose figures are published: those of `pipelines/reach`. */
export const EXPERIMENTS: readonly string[] = [
  ...WITH_AND_WITHOUT.map((method) => `reach-cifar10-${method}`),
  ...WITH_AND_WITHOUT.map((method) => `reach-fashion-mnist-${method}`),
  ...WITH_AND_WITHOUT.map((method) => `reach-longer-${method}`),
  'reach-augmentations',
  'reach-augmentations-amcl',
  'reach-heads',
  'reach-temperature',
];

/** Searches of their hyper-parameters. */
export const SEARCHES: readonly string[] = WITH_AND_WITHOUT.map((method) => `reach-tune-${method}`);

/** The tables of `docs/results.md` by the names of their markers. */
export function blocks(records: Records): ReadonlyMap<string, string> {
  return new Map([
    ['cifar10', methodsBlock(records, 'cifar10')],
    ['fashion-mnist', methodsBlock(records, 'fashion-mnist')],
    ['longer', methodsBlock(records, 'longer')],
    ['augmentations', augmentationsBlock(records)],
    ['similarity', similarityBlock(records)],
    ['heads', ablationBlock(records, 'reach-heads', (heads) => `${String(heads)} ${heads === 1 ? 'head' : 'heads'}`)],
    ['temperature', ablationBlock(records, 'reach-temperature', temperatureTitle)],
    ['temperatures', temperaturesBlock(records)],
    ['curve', curveBlock(records, 'reach-curve')],
    ['searches', searchesBlock(records, SEARCHES)],
    ['experiments', provenanceBlock(records, EXPERIMENTS)],
  ]);
}
