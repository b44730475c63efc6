import { decodeSafetensors, UserError } from '@amcl/artifacts';
import type { Arrays } from '../initialize';
import type { Module } from '../module';
import { fromFile, WeightsMismatchError } from './file-layout';

/** The numbers of a module, in the memory's layout. */
export interface WeightArrays {
  readonly parameters: Arrays;
  readonly buffers: Arrays;
}

/**
 * The numbers of a module in a safetensors file of PyTorch's layout, such as a `state_dict` of torchvision. Tensors of other names
 * (`fc.weight`, `bn1.num_batches_tracked`) are left alone.
 * @param label the file, for the errors
 * @throws UserError when the file is damaged, or naming the tensor that is absent or of another shape or type
 */
export function loadSafetensors(
  { parameters, buffers }: Pick<Module, 'parameters' | 'buffers'>,
  bytes: Uint8Array,
  label: string,
): WeightArrays {
  const { tensors } = decodeSafetensors(bytes, label);
  try {
    return { parameters: fromFile(parameters, tensors, label), buffers: fromFile(buffers, tensors, label) };
  } catch (error) {
    if (!(error instanceof WeightsMismatchError)) throw error;
    throw new UserError(`${error.message}. The file is of another network: check the encoder's name, stem and width.`);
  }
}
