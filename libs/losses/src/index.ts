export {
  amclBarlowTwins,
  amclInfoNce,
  amclMoco,
  amclSimclr,
  amclSimsiam,
  meanByHead,
  omega,
  type AmclLoss,
  type GridTemperature,
  type PairTemperature,
} from './amcl';
export { barlowTwins } from './barlow-twins';
export { crossEntropy } from './cross-entropy';
export { infoNce } from './info-nce';
export type { LossStatistics, LossValue } from './loss-value';
export { negativeCosine } from './negative-cosine';
export { ntXent } from './nt-xent';
export { ntXentBank } from './nt-xent-bank';
