import { extend } from '@amcl/experiment';
import { moco } from '../_base/moco';
import { small } from '../_base/small';

/** MoCo made small, for a first comparison and for the tests. */
export default extend(extend(moco, small), {
  pretrain: { method: { name: 'moco', queueSize: 1024 } },
  report: { title: 'A small MoCo' },
});
