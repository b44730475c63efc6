import { defineExperiment, extend, type ExperimentInput, type MethodName } from '@amcl/experiment';

/**
 * AMCL (arXiv 2310.05615) on top of a method: three heads and a temperature network. For the hardest alone (kappa 1) and beta 0.1, from which
 * the paper's search starts, a short training of SimCLR collapses; these were better in small trials (docs/methodology.md).
 */
const amcl = defineExperiment({
  pretrain: {
    amcl: {
      heads: 3,
      temperature: { kind: 'adaptive', hidden: 128, lower: 0.05, upper: 2 },
      beta: 0.001,
      hardest: 16,
    },
  },
});

/** What AMCL changes of a recipe of each method. */
export const amclOf: Readonly<Record<MethodName, ExperimentInput>> = {
  simclr: amcl,
  /**
   * Without batch norm in the head, few hard negatives do not keep the embeddings apart early on: so there are more of them, and a narrower
   * range of temperatures.
   */
  moco: extend(amcl, { pretrain: { amcl: { hardest: 256, temperature: { upper: 0.5 } } } }),
  /** It has no negatives. */
  simsiam: extend(amcl, { pretrain: { amcl: { hardest: 1 } } }),
  /**
   * Its temperature network sees every entry of the cross-correlation, at a cost of D^2 a hidden unit, image and head: so the heads end in
   * D = 128, as those of the paper do, and the network is narrow. There are D - 1 times as many negative entries as positive ones, and beta
   * is as much smaller.
   */
  'barlow-twins': extend(amcl, {
    pretrain: {
      method: { projectionHead: { hidden: 512, output: 128 } },
      amcl: { temperature: { hidden: 32 }, beta: 1e-4, hardest: 1 },
    },
  }),
};
