import { defineExperiment } from '@amcl/experiment';

/** AMCL (arXiv 2310.05615) on top of a method: three heads, a temperature network, the hardest negative. */
export const amcl = defineExperiment({
  pretrain: {
    amcl: {
      heads: 3,
      temperature: { kind: 'adaptive', hidden: 128, lower: 0.05, upper: 2 },
      beta: 0.1,
      hardest: 1,
    },
  },
});
