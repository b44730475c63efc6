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
  moco: {
    pretrain: {
      method: { name: 'moco', temperature: 0.45, momentum: 0.97 },
      optimizer: { lr: 0.034, weightDecay: 1.3e-4 },
    },
  },
  'moco-amcl': {
    pretrain: {
      method: { name: 'moco', momentum: 0.99 },
      optimizer: { lr: 0.26, weightDecay: 4.2e-5 },
      amcl: { temperature: { lower: 0.083, upper: 1 }, beta: 1.5e-5, hardest: 256 },
    },
  },
  simsiam: { pretrain: { optimizer: { lr: 0.34, weightDecay: 1.7e-5 } } },
  'simsiam-amcl': {
    pretrain: {
      optimizer: { lr: 0.034, weightDecay: 1.3e-4 },
      amcl: { temperature: { lower: 0.27, upper: 2.7 }, beta: 0.017 },
    },
  },
  'barlow-twins': {
    pretrain: {
      method: { name: 'barlow-twins', lambda: 0.0044 },
      optimizer: { lr: 0.28, weightDecay: 4.4e-4 },
    },
  },
  'barlow-twins-amcl': {
    pretrain: {
      method: { name: 'barlow-twins', lambda: 0.017 },
      optimizer: { lr: 0.025, weightDecay: 1e-5 },
      amcl: { temperature: { lower: 0.041, upper: 2.2 }, beta: 2.6e-4 },
    },
  },
} as const satisfies Readonly<Record<ReachMethod, ExperimentInput>>;
