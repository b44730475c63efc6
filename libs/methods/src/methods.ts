// The methods. An experiment calls each by the name that it has here, with hyphens (`createMethod`), and the code of the others is none of its
// work's (`choicesOf` of libs/stage), so nothing but methods is passed on here.
export { barlowTwins } from './barlow-twins/barlow-twins';
export { moco } from './moco/moco';
export { simclr } from './simclr/simclr';
export { simsiam } from './simsiam/simsiam';
