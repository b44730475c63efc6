export { amclBarlowTwins } from './amcl-barlow-twins';
export { amclInfoNce } from './amcl-info-nce';
export type { AmclLoss } from './amcl-loss';
export { amclMoco } from './amcl-moco';
export { amclSimclr } from './amcl-simclr';
export { amclSimsiam } from './amcl-simsiam';
export { meanByHead } from './mean-by-head';
export { omega } from './omega';
export type { GridTemperature, PairTemperature } from './temperature';
