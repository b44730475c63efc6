import { decodeSafetensors, UserError } from '@amcl/artifacts';
import { ENCODER_PREFIX, HEAD_PREFIX, type Method } from '@amcl/methods';
import { fromFile, toFile, WeightsMismatchError, type FileTensor, type Module, type Weights } from '@amcl/models';
import { withoutPrefix } from './name-prefix';
import { arraysOf, tensorsOf } from './state-tensors';
import type { TrainingState } from './training-state';

/** The encoder's tensors with bare names. They belong to the state and live until its next step. */
export function encoderWeights(state: TrainingState): Weights {
  return partOf(state, ENCODER_PREFIX);
}

/** The encoder as tensors of a file, with torchvision's names and in PyTorch's layout: `conv1.weight`, `bn1.running_mean`, ... */
export function encoderFile(method: Method, state: TrainingState): Record<string, FileTensor> {
  return fileOf(method.encoder, partOf(state, ENCODER_PREFIX));
}

/** The projection head as tensors of a file, with lightly's names and in PyTorch's layout: `layers.0.weight`, ... */
export function projectionHeadFile(method: Method, state: TrainingState): Record<string, FileTensor> {
  return fileOf(method.projectionHead, partOf(state, HEAD_PREFIX));
}

/**
 * The encoder of a file with torchvision's names; other tensors in it are left alone. The tensors belong to the caller.
 * @param label the file, for the errors
 * @throws UserError when the file is damaged or does not fit the encoder
 */
export function loadEncoder(encoder: Module, bytes: Uint8Array, label: string): Weights {
  const { tensors } = decodeSafetensors(bytes, label);
  try {
    const parameters = fromFile(encoder.parameters, tensors, label);
    const buffers = fromFile(encoder.buffers, tensors, label);
    return {
      parameters: tensorsOf(encoder.parameters, parameters),
      buffers: tensorsOf(encoder.buffers, buffers),
    };
  } catch (error) {
    if (!(error instanceof WeightsMismatchError)) throw error;
    throw new UserError(`${error.message}. The file is of another encoder: check its name, stem and width.`);
  }
}

function partOf({ parameters, buffers }: Weights, prefix: string): Weights {
  return { parameters: withoutPrefix(prefix, parameters), buffers: withoutPrefix(prefix, buffers) };
}

function fileOf(module: Module, { parameters, buffers }: Weights): Record<string, FileTensor> {
  return toFile([...module.parameters, ...module.buffers], { ...arraysOf(parameters), ...arraysOf(buffers) });
}
