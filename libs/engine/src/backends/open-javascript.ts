import * as tf from '@tensorflow/tfjs-core';
import { cpuName } from './device';
import type { OpenBackend } from './open-backend';

// Under CommonJS only the union package registers tfjs's gradients; with them comes the cpu backend.

/** tfjs's WebAssembly backend: one thread in Node. */
export async function openWasm(): Promise<OpenBackend> {
  await import('@tensorflow/tfjs');
  await import('@tensorflow/tfjs-backend-wasm');
  await tf.setBackend('wasm');
  return { device: cpuName(), threads: 1, gpu: null };
}

/** tfjs's plain JavaScript backend: for tests. */
export async function openCpu(): Promise<OpenBackend> {
  await import('@tensorflow/tfjs');
  await tf.setBackend('cpu');
  // Its first operation would print an advertisement of tfjs-node.
  Reflect.set(tf.backend(), 'firstUse', false);
  return { device: cpuName(), threads: 1, gpu: null };
}
