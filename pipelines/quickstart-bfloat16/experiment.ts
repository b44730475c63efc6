import { extend } from '@amcl/experiment';
import quickstart from '../quickstart/experiment';

/** The quickstart in bfloat16, to compare its accuracy (`npm run bench -- all --only accuracy`). */
export default extend(quickstart, {
  pretrain: { precision: 'bfloat16' },
  report: { title: 'Quickstart in bfloat16' },
});
