import type { ExperimentInput } from '@amcl/experiment';
import type { ReachMethod } from './methods';

/** The best of each search `reach-tune-<method>`, in two figures (docs/results.md). */
export const chosen = {
  simclr: {
    pretrain: { method: { name: 'simclr', temperature: 0.14 }, optimizer: { lr: 0.025, weightDecay: 1e-5 } },
  },
  'simclr-amcl': {
    pretrain: {
      optimizer: { lr: 0.28, weightDecay: 4.4e-4 },
      amcl: { temperature: { lower: 0.072, upper: 1.8 }, beta: 6.8e-5, hardest: 16 },
    },
  },
  moco: {},
  'moco-amcl': {},
  simsiam: { pretrain: { optimizer: { lr: 0.34, weightDecay: 1.7e-5 } } },
  'simsiam-amcl': {
    pretrain: {
      optimizer: { lr: 0.034, weightDecay: 1.3e-4 },
      amcl: { temperature: { lower: 0.27, upper: 2.7 }, beta: 0.017 },
    },
  },
  'barlow-twins': {},
  'barlow-twins-amcl': {},
} as const satisfies Readonly<Record<ReachMethod, ExperimentInput>>;
