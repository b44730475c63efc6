import { extend, type ExperimentInput } from '@amcl/experiment';
import { simclr } from '../_base/simclr';
import { chosen } from './chosen';
import { methods, type ReachMethod } from './methods';
import { tuning } from './tuning';

const SEEDS = { seeds: [1, 2, 3] };
const SETS = ['a', 'ab', 'abc', 'abcd', 'abcde'];

/** A method with the hyper-parameters that its search chose, on three seeds. */
const tuned = (method: ReachMethod, title: string): ExperimentInput =>
  extend(extend(extend(methods[method], chosen[method]), SEEDS), { report: { title } });

/** The same on Fashion-MNIST; its hyper-parameters are those chosen on CIFAR-10. */
const onFashionMnist = (method: ReachMethod): ExperimentInput =>
  extend(tuned(method, `${method} on Fashion-MNIST`), {
    dataset: { name: 'fashion-mnist', limit: { train: 10_000, test: 10_000 } },
    augmentation: { randomResizedCrop: { size: 28 } },
  });

/** Three times as many epochs, with the hyper-parameters that were chosen at a third. */
const longer = (method: ReachMethod): ExperimentInput =>
  extend(tuned(method, `${method} on CIFAR-10, 12 epochs`), { pretrain: { epochs: 12 } });

const swept = (method: ReachMethod, path: string, values: readonly unknown[], title: string): ExperimentInput =>
  extend(tuned(method, title), { sweep: { parameters: { [path]: { values: [...values] } } } });

/** The first two epochs of the full recipe, as a training of its own, to lay beside lightly's (`npm run bench -- curve`). */
const curve = (width: number): ExperimentInput =>
  extend(extend(simclr, SEEDS), {
    pretrain: { encoder: { width }, epochs: 2, knn: { every: 1 }, precision: 'float32' },
    report: { title: `Two epochs of SimCLR on CIFAR-10, ${width} of the width` },
  });

/** The limits that the search chose. */
const limits = chosen['simclr-amcl'].pretrain.amcl.temperature;
const names = Object.keys(methods) as ReachMethod[];
const named = (prefix: string, make: (method: ReachMethod) => ExperimentInput): Record<string, ExperimentInput> =>
  Object.fromEntries(names.map((method) => [`${prefix}-${method}`, make(method)]));

/**
 * What fits two cores, and how its hyper-parameters were chosen: every method with AMCL and without on two data sets, and what the paper
 * varies, of SimCLR on CIFAR-10. docs/results.md has the figures.
 */
const experiments: Readonly<Record<string, ExperimentInput>> = {
  ...named('reach-tune', tuning),
  ...named('reach-cifar10', (method) => tuned(method, `${method} on CIFAR-10`)),
  ...named('reach-fashion-mnist', onFashionMnist),
  ...named('reach-longer', longer),
  'reach-curve': curve(1),
  'reach-curve-narrow': curve(1 / 8),
  'reach-augmentations': swept('simclr', 'augmentation.set', SETS, 'SimCLR by one to five augmentations'),
  'reach-augmentations-amcl': swept(
    'simclr-amcl',
    'augmentation.set',
    SETS,
    'SimCLR with AMCL by one to five augmentations',
  ),
  'reach-heads': swept('simclr-amcl', 'pretrain.amcl.heads', [1, 2, 3, 4, 5], 'SimCLR with AMCL by number of heads'),
  'reach-temperature': swept(
    'simclr-amcl',
    'pretrain.amcl.temperature',
    [
      { kind: 'adaptive', ...limits },
      { kind: 'global', ...limits },
      { kind: 'fixed', value: chosen.simclr.pretrain.method.temperature },
      { kind: 'fixed', value: 0.5 }, // the full recipe's
      { kind: 'fixed', value: limits.upper }, // where adaptive ones end here
    ],
    'SimCLR with AMCL by where temperatures come from',
  ),
};

export default experiments;
