/** The methods by the name that an experiment calls them. */
export { barlowTwins as 'barlow-twins' } from './barlow-twins/barlow-twins';
export { moco } from './moco/moco';
export { simclr } from './simclr/simclr';
export { simsiam } from './simsiam/simsiam';
