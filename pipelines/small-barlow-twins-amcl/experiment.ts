import { extend } from '@amcl/experiment';
import { amcl } from '../_base/amcl';
import base from '../small-barlow-twins/experiment';

/**
 * Barlow Twins with AMCL made small: the budget of small-barlow-twins. Its temperature network sees every entry of the cross-correlation, at a
 * cost of D^2 a hidden unit, image and head: so the heads end in D = 128, as those of the paper do, and the network is narrow. There are
 * D - 1 times as many negative entries as positive ones, and beta is as much smaller.
 */
export default extend(extend(base, amcl), {
  pretrain: {
    method: { projectionHead: { hidden: 512, output: 128 } },
    amcl: { temperature: { hidden: 32 }, beta: 1e-4, hardest: 1 },
  },
  report: { title: 'A small Barlow Twins with AMCL' },
});
