import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorflowBackend } from '../backends/tensorflow-backend';
import type { Alternatives, WayInputs } from './alternatives';
import type { Kernel } from './kernel-choice';
import { measureWays, type MeasuredInput } from './measure-ways';

/**
 * Images that are measured at most, and more of small ones, up to so many pixels: enough to fill the threads, and for what is done
 * once for all images to weigh little. Larger batches share what is measured.
 */
const MEASURED_BATCH = 32;
const MEASURED_PIXELS = 2048;

/** The way to compute in: that of the backend's tuner, or the first where it has none. */
export function chooseWay<I extends WayInputs>(backend: TensorflowBackend, alternatives: Alternatives<I>): string {
  const ways = Object.keys(alternatives.ways);
  const { tuner } = backend;
  if (tuner === null) return ways[0] as string;
  const inputs = measuredInputs(backend, alternatives);
  return tuner.choose(kernelOf(alternatives, inputs), ways, (clock) =>
    measureWays(backend, inputs, alternatives.ways, clock),
  );
}

function measuredInputs<I extends WayInputs>(
  backend: TensorflowBackend,
  { inputs, batched }: Alternatives<I>,
): Record<string, MeasuredInput> {
  const pixels = Math.min(...batched.map((name) => pixelsOf(inputs[name] as Tensor)));
  const most = Math.max(MEASURED_BATCH, Math.ceil(MEASURED_PIXELS / pixels));
  const entries = Object.entries(inputs).map(([name, tensor]) => {
    const [first = 1, ...others] = tensor.shape;
    const shape = batched.includes(name) ? [Math.min(first, most), ...others] : tensor.shape;
    return [name, { shape, dtype: backend.typeOf(tensor) }] as const;
  });
  return Object.fromEntries(entries);
}

function kernelOf<I extends WayInputs>(
  { operation, type, detail }: Alternatives<I>,
  inputs: Readonly<Record<string, MeasuredInput>>,
): Kernel {
  const shapes = Object.entries(inputs).map(([name, { shape }]) => `${name} [${shape.join(', ')}]`);
  return { operation, shape: [...shapes, detail].join(', '), type };
}

/** Of an image, [B, H, W, C]. */
function pixelsOf({ shape: [, height = 1, width = 1] }: Tensor): number {
  return height * width;
}
