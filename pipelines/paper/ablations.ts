import { extend, growingSets, type ExperimentInput } from '@amcl/experiment';
import { amclOf } from '../_base/amcl';
import { simclr } from '../_base/simclr';

const base = extend(simclr, { dataset: { name: 'cifar10' } });
const amcl = extend(base, amclOf.simclr);
const limits = { lower: 0.05, upper: 2 };

/** One sweep over every combination of values. */
function sweep(
  recipe: ExperimentInput,
  title: string,
  values: Readonly<Record<string, readonly unknown[]>>,
): ExperimentInput {
  const parameters = Object.fromEntries(Object.entries(values).map(([path, list]) => [path, { values: [...list] }]));
  return extend(recipe, { sweep: { parameters }, report: { title } });
}

/** What the paper varies, each on SimCLR and CIFAR-10: an experiment whose runs are compared in one report. */
export const ablations: Readonly<Record<string, ExperimentInput>> = {
  'ablation-heads': sweep(amcl, 'AMCL with one to six heads', { 'pretrain.amcl.heads': [1, 2, 3, 4, 5, 6] }),
  /** Fixed at SimCLR's own. */
  'ablation-temperature': sweep(amcl, 'AMCL with adaptive, learnable global and fixed temperature', {
    'pretrain.amcl.temperature': [
      { kind: 'adaptive', hidden: 128, ...limits },
      { kind: 'global', ...limits },
      { kind: 'fixed', value: 0.5 },
    ],
  }),
  'ablation-wide-head': sweep(amcl, 'Three heads, and one of three times the width', {
    'pretrain.amcl.wideHead': [false, true],
  }),
  'ablation-kappa': sweep(amcl, 'AMCL by the number of hardest negatives', {
    'pretrain.amcl.hardest': [1, 4, 16, 64, 256],
  }),
  'ablation-beta': sweep(amcl, 'AMCL by the weight of its regulariser', {
    'pretrain.amcl.beta': [0, 1e-4, 1e-3, 1e-2, 1e-1],
  }),
  'ablation-limits': sweep(amcl, 'AMCL by the limits of its temperatures', {
    'pretrain.amcl.temperature.lower': [0.05, 0.1, 0.2],
    'pretrain.amcl.temperature.upper': [0.5, 1, 2],
  }),
  'ablation-augmentations': sweep(base, 'SimCLR with one to five augmentations', { 'augmentation.set': growingSets }),
  'ablation-augmentations-amcl': sweep(amcl, 'SimCLR with AMCL, with one to five augmentations', {
    'augmentation.set': growingSets,
  }),
};
