export { cosineAnnealing } from './cosine-annealing';
export { cosineWarmup, type CosineWarmupOptions, type Schedule } from './cosine-warmup';
export { sgdSlots, sgdStep, type SgdStep } from './sgd';
