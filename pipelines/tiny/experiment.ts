import { extend } from '@amcl/experiment';
import { simclr } from '../_base/simclr';
import { small } from '../_base/small';

export default extend(extend(simclr, small), {
  dataset: { limit: { train: 260, test: 60 } },
  pretrain: { epochs: 2, autotune: false },
  linearProbe: { epochs: 2, batchSize: 64, similarity: { images: 60 }, map: { images: 60, epochs: 3 } },
});
