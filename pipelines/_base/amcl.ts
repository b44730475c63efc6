import { defineExperiment } from '@amcl/experiment';

/**
 * AMCL (arXiv 2310.05615) on top of a method: three heads and a temperature network. For the hardest alone (kappa 1) and beta 0.1, from which
 * the paper's search starts, a short training of SimCLR collapses; these were better in small trials (docs/methodology.md).
 */
export const amcl = defineExperiment({
  pretrain: {
    amcl: {
      heads: 3,
      temperature: { kind: 'adaptive', hidden: 128, lower: 0.05, upper: 2 },
      beta: 0.001,
      hardest: 16,
    },
  },
});
