import { extend } from '@amcl/experiment';
import base from '../small-simclr/experiment';

/** small-simclr with three seeds: to be compared with small-simclr-amcl-seeds. */
export default extend(base, {
  seeds: [1, 2, 3],
  report: { title: 'A small SimCLR, three seeds' },
});
