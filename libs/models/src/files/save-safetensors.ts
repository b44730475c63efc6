import { encodeSafetensors } from '@amcl/artifacts';
import type { Module } from '../module';
import { toFile } from './file-layout';
import type { WeightArrays } from './load-safetensors';

/**
 * A safetensors file of a module's parameters and buffers, with its names and in PyTorch's layout: `load_state_dict` takes it.
 * @throws if `weights` lacks one of the names
 */
export function saveSafetensors(
  module: Pick<Module, 'parameters' | 'buffers'>,
  { parameters, buffers }: WeightArrays,
): Uint8Array {
  return encodeSafetensors(toFile([...module.parameters, ...module.buffers], { ...parameters, ...buffers }));
}
