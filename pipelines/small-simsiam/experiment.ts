import { extend } from '@amcl/experiment';
import { simsiam } from '../_base/simsiam';
import { small } from '../_base/small';

/** SimSiam made small, for a first comparison and for the tests. */
export default extend(extend(simsiam, small), {
  pretrain: {
    method: { projectionHead: { hidden: 512, output: 512 }, predictionHead: { hidden: 128 } },
  },
  report: { title: 'A small SimSiam' },
});
