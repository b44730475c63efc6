import { ENCODER_PREFIX, type Method } from '@amcl/methods';
import { loadSafetensors, toFile, type FileTensor, type Module, type Weights } from '@amcl/models';
import { withoutPrefix } from './name-prefix';
import { arraysOf, tensorsOf } from './state-tensors';
import type { TrainingState } from './training-state';

/** The encoder's tensors with bare names. They belong to the state and live until its next step. */
export function encoderWeights({ parameters, buffers }: TrainingState): Weights {
  return { parameters: withoutPrefix(ENCODER_PREFIX, parameters), buffers: withoutPrefix(ENCODER_PREFIX, buffers) };
}

/** The encoder as tensors of a file, with torchvision's names and in PyTorch's layout: `conv1.weight`, `bn1.running_mean`, ... */
export function encoderFile(method: Method, state: TrainingState): Record<string, FileTensor> {
  return fileOf(method.encoder, encoderWeights(state));
}

/**
 * All else that an embedding takes, as tensors of a file in PyTorch's layout: `projection_head.layers.0.weight`, with AMCL
 * `projection_head.0.layers.0.weight`, `temperature.0.weight`, ..., each part as lightly names it.
 */
export function headsFile(method: Method, state: TrainingState): Record<string, FileTensor> {
  return fileOf(headsOf(method), state);
}

/** The encoder of a file of `encoderFile` or torchvision. The tensors belong to the caller. @throws as `loadSafetensors` */
export function loadEncoder(
  encoder: Pick<Module, 'parameters' | 'buffers'>,
  bytes: Uint8Array,
  label: string,
): Weights {
  const { parameters, buffers } = loadSafetensors(encoder, bytes, label);
  return { parameters: tensorsOf(encoder.parameters, parameters), buffers: tensorsOf(encoder.buffers, buffers) };
}

/** What `headsFile` wrote, with the names of `method.module`. The tensors belong to the caller. @throws as `loadSafetensors` */
export function loadHeads(method: Method, bytes: Uint8Array, label: string): Weights {
  return loadEncoder(headsOf(method), bytes, label);
}

/** What is trained besides the encoder, with its running statistics; no momentum copies and no queue. */
function headsOf({ module }: Method): Pick<Module, 'parameters' | 'buffers'> {
  const parameters = module.parameters.filter(({ name }) => !name.startsWith(ENCODER_PREFIX));
  const parts = new Set(parameters.map(({ name }) => partOf(name)));
  return { parameters, buffers: module.buffers.filter(({ name }) => parts.has(partOf(name))) };
}

/** `projection_head` of `projection_head.0.layers.1.running_mean`. */
function partOf(name: string): string {
  return name.split('.')[0] ?? name;
}

function fileOf(
  { parameters, buffers }: Pick<Module, 'parameters' | 'buffers'>,
  weights: Weights,
): Record<string, FileTensor> {
  return toFile([...parameters, ...buffers], { ...arraysOf(weights.parameters), ...arraysOf(weights.buffers) });
}
