import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';
import { UserError } from '@amcl/artifacts';
import * as tf from '@tensorflow/tfjs-core';
import type { TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding';
import type { GraphAddon } from '../graph/graph-addon';
import { LIBRARY_FILES, TFJS_VERSION, type ProvidedLibrary } from '../library';
import { cpuName, expectRequestedDevice, gpuName, threadCount } from './device';
import { replaceGather } from './gather-kernel';
import { replaceMatMul } from './matmul-kernel';
import type { OpenBackend } from './open-backend';
import { createTensorflowBackend } from './tensorflow-backend';

/**
 * tfjs-node's backend on the library that libtensorflow:provide made ready. It is put together from the package's
 * parts, because its entry point looks for a library and a binding within node_modules.
 *
 * @throws UserError if the library cannot be loaded, or is the one for GPUs and there is none
 */
export async function openTensorflow(library: ProvidedLibrary): Promise<OpenBackend> {
  // Deprecated in Node 22 and gone in 23, but tfjs-node calls them.
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value == null, isArray: Array.isArray });
  // Else TensorFlow takes all of a GPU's memory at once. It reads this when it is loaded; of a CPU nothing changes.
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';
  // Else a GPU's convolutions add up in an order of the moment, and no two trainings are equal. It costs 0 to 4 % (docs/performance.md).
  if (library.choice !== 'cpu') process.env['TF_DETERMINISTIC_OPS'] ??= '1';
  // Else each tensor's memory comes from the system and goes back to it, whose clearing of pages takes a tenth of a step.
  process.env['TF_CPU_ALLOCATOR_USE_BFC'] ??= 'true';
  const { binding, graphs } = load(library);
  const gpu = binding.isUsingGpuDevice();
  expectRequestedDevice(library.choice, gpu);
  const { NodeJSKernelBackend } = await importBackend();
  if (!tf.findBackendFactory('tensorflow'))
    tf.registerBackend('tensorflow', () => createTensorflowBackend(NodeJSKernelBackend, binding, graphs));
  replaceGather();
  replaceMatMul();
  await tf.setBackend('tensorflow');
  return {
    device: gpu ? gpuName() : cpuName(),
    threads: threadCount(),
    gpu,
  };
}

/** From a package that only this backend needs, so it may be missing where the libraries are used outside of this workspace. */
async function importBackend() {
  try {
    const backend = await import('@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js');
    await import('@tensorflow/tfjs-node-gpu/dist/register_all_kernels.js');
    return backend;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    throw new UserError(
      `The tensorflow backend needs the package @tensorflow/tfjs-node-gpu. ` +
        `Run: npm install --ignore-scripts @tensorflow/tfjs-node-gpu@${TFJS_VERSION}, or set AMCL_BACKEND=wasm`,
      { cause: error },
    );
  }
}

function load(library: ProvidedLibrary): { binding: TFJSBinding; graphs: GraphAddon } {
  try {
    if (process.env['TF_CPP_MIN_LOG_LEVEL'] === undefined) {
      // TensorFlow reads it when it is loaded, and 2 leaves errors; but what it says while it is being loaded no
      // variable silences. Once loaded, the libraries serve the binding as they are, framework first.
      process.env['TF_CPP_MIN_LOG_LEVEL'] = '2';
      const { load } = createRequire(library.loader)(library.loader) as { load: (path: string) => void };
      for (const file of [...LIBRARY_FILES].reverse()) load(join(library.library, file));
    }
    const require = createRequire(library.binding);
    return { binding: require(library.binding) as TFJSBinding, graphs: require(library.graph) as GraphAddon };
  } catch (error) {
    throw new UserError(
      `Could not load libtensorflow through ${library.binding}: ${error instanceof Error ? error.message : String(error)}. ` +
        `Remove ${library.folder}, then run: npx nx run libtensorflow:provide`,
      { cause: error },
    );
  }
}
