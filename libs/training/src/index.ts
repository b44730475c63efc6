export { loadCheckpoint, saveCheckpoint, type CheckpointOwner } from './checkpoint';
export { encodeBatches, type EncodeOptions, type ImageBatch } from './encode-batches';
export { encoderFile, encoderWeights, loadEncoder, projectionHeadFile } from './encoder-weights';
export { withPrefix } from './name-prefix';
export { NonFiniteLossError } from './non-finite-loss-error';
export { readInit, type InitialWeights } from './read-init';
export type { StateTensors } from './state-tensors';
export { computeStep, trainStep, type StepOptions, type ViewBatch } from './train-step';
export { TrainingState, type StateArrays } from './training-state';
