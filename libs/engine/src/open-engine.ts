import { UserError, type BackendName, type EngineIdentity } from '@amcl/artifacts';
import * as tf from '@tensorflow/tfjs-core';
import { openCpu, openWasm } from './backends/open-javascript';
import type { OpenBackend } from './backends/open-backend';
import { openTensorflow } from './backends/open-tensorflow';
import type { TensorflowBackend } from './backends/tensorflow-backend';
import { locateLibrary, requestedBackend, requestedLibrary, TFJS_VERSION } from './library';
import { choosePrecision, type RequestedPrecision } from './precision/choose-precision';
import type { Precision } from './precision/op-types';

export interface EngineOptions {
  readonly backend: 'auto' | BackendName;
  readonly precision?: RequestedPrecision;
}

/** An opened backend, which is tfjs's global one. */
export interface Engine extends Omit<OpenBackend, 'gpu'> {
  identity: EngineIdentity;
  precision: Precision;
}

/**
 * Opens a backend and makes it tfjs's global one. `auto` is `AMCL_BACKEND` where that is set, else tensorflow if
 * libtensorflow:provide has made it ready, else wasm. Only the packages of the backend chosen are loaded.
 * @param options.precision of the encoder's arithmetic, float32 unless told
 * @throws UserError if tensorflow or a GPU is asked for and was not provided, or cannot be loaded, or has not that precision
 */
export async function openEngine({ backend, precision = 'float32' }: EngineOptions): Promise<Engine> {
  const requested = backend === 'auto' ? requestedBackend() : backend;
  const library = requested === 'auto' || requested === 'tensorflow' ? locateLibrary() : null;
  if (!library && (requested === 'tensorflow' || (requested === 'auto' && requestedLibrary() === 'gpu')))
    throw new UserError('The tensorflow backend has no library yet. Run: npx nx run libtensorflow:provide');
  const name = library ? 'tensorflow' : requested === 'cpu' ? 'cpu' : 'wasm';
  const { gpu, ...opened } = library ? await openTensorflow(library) : await (name === 'cpu' ? openCpu() : openWasm());
  const chosen = choosePrecision(precision, gpu);
  if (library) (tf.backend() as TensorflowBackend).precision = chosen;
  return {
    identity: { backend: name, tfjs: TFJS_VERSION, library: library?.identity ?? null },
    precision: chosen,
    ...opened,
  };
}
