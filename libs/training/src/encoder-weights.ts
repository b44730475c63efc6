import { ENCODER_PREFIX, type Method } from '@amcl/methods';
import { loadSafetensors, toFile, type FileTensor, type Module, type WeightArrays } from '@amcl/models';
import type { TrainingState } from './training-state';

/** The encoder's numbers with bare names. */
export function encoderArrays(state: TrainingState): WeightArrays {
  return state.weightArrays(ENCODER_PREFIX);
}

/** The encoder as tensors of a file, with torchvision's names and in PyTorch's layout: `conv1.weight`, `bn1.running_mean`, ... */
export function encoderFile(method: Method, state: TrainingState): Record<string, FileTensor> {
  return fileOf(method.encoder, encoderArrays(state));
}

/**
 * All else that an embedding takes, as tensors of a file in PyTorch's layout: `projection_head.layers.0.weight`, with AMCL
 * `projection_head.0.layers.0.weight`, `temperature.0.weight`, ..., each part as lightly names it.
 */
export function headsFile(method: Method, state: TrainingState): Record<string, FileTensor> {
  return fileOf(headsOf(method), state.weightArrays(''));
}

/** What `headsFile` wrote, with the names of `method.module`. @throws as `loadSafetensors` */
export function loadHeads(method: Method, bytes: Uint8Array, label: string): WeightArrays {
  return loadSafetensors(headsOf(method), bytes, label);
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
  weights: WeightArrays,
): Record<string, FileTensor> {
  return toFile([...parameters, ...buffers], { ...weights.parameters, ...weights.buffers });
}
