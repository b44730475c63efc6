import { extend } from '@amcl/experiment';
import { barlowTwins } from '../_base/barlow-twins';
import { small } from '../_base/small';

/** Barlow Twins made small, for a first comparison and for the tests. */
export default extend(extend(barlowTwins, small), {
  pretrain: { method: { projectionHead: { hidden: 512, output: 256 } } },
  report: { title: 'A small Barlow Twins' },
});
