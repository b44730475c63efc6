export { createMethod } from './create-method';
export type { Method, MethodLoss, StepInputs, StepPosition } from './method';
export type { NetworkSettings } from './method-options';
export { ENCODER_PREFIX, HEAD_PREFIX } from './parts';
