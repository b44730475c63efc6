export { createMethod } from './create-method';
export type { Method } from './method';
export { ENCODER_PREFIX, HEAD_PREFIX } from './parts';
export { simclr, type SimclrOptions } from './simclr';
