import type { ExperimentInput } from '@amcl/experiment';
import type { ReachMethod } from './methods';

/** The best of each search `reach-tune-<method>`, in two figures (docs/results.md). */
export const chosen = {
  simclr: {
    pretrain: { method: { name: 'simclr', temperature: 0.14 }, optimizer: { lr: 0.025, weightDecay: 1e-5 } },
  },
  'simclr-amcl': { pretrain: { amcl: { temperature: { lower: 0.05, upper: 2 } } } },
  moco: {},
  'moco-amcl': {},
  simsiam: {},
  'simsiam-amcl': {},
  'barlow-twins': {},
  'barlow-twins-amcl': {},
} as const satisfies Readonly<Record<ReachMethod, ExperimentInput>>;
