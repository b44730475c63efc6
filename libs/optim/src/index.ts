export { clipByNorm } from './clip-by-norm';
export { cosineAnnealing } from './cosine-annealing';
export { cosineWarmup, type CosineWarmupOptions, type Schedule } from './cosine-warmup';
export { larsStep, type LarsStep } from './lars';
export { momentumSlots, type MomentumStep } from './momentum-step';
export { sgdStep } from './sgd';
