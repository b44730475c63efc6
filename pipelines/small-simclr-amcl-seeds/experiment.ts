import { extend } from '@amcl/experiment';
import base from '../small-simclr-amcl/experiment';

/** small-simclr-amcl with three seeds: to be compared with small-simclr-seeds. */
export default extend(base, {
  seeds: [1, 2, 3],
  report: { title: 'A small SimCLR with AMCL, three seeds' },
});
