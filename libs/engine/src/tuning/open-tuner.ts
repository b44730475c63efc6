import * as tf from '@tensorflow/tfjs-core';
import type { TensorflowBackend } from '../backends/tensorflow-backend';
import type { Engine } from '../open-engine';
import type { KernelChoice } from './kernel-choice';
import { KernelTuner } from './kernel-tuner';
import { tablePlace } from './table-place';

/**
 * The tuner of a training on an opened engine, with the table of this machine from the user cache; null where nothing is tuned: on
 * a GPU, and on other backends than tensorflow.
 * @param given choices of a training that goes on
 */
export async function openTuner(engine: Engine, given: readonly KernelChoice[]): Promise<KernelTuner | null> {
  const { library } = engine.identity;
  if (library === null || (tf.backend() as TensorflowBackend).isUsingGpuDevice) return null;
  return KernelTuner.open({ place: tablePlace(library), given });
}
