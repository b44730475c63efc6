export { classifier, type Classifier, type ClassifierOptions } from './classifier/classifier';
export { createMethod } from './create-method';
export type { Method, MethodLoss } from './method';
export type { NetworkSettings } from './method-options';
export { CLASSIFIER_PREFIX, ENCODER_PREFIX, HEAD_PREFIX } from './parts';
export type { StepInputs, StepPosition, Task, TaskLoss } from './task';
