import { resolveExperiment, type Experiment } from '@amcl/experiment';
import type { Split } from '@amcl/data';
import { randomStream } from '@amcl/random';

const SIDE = 32;

/** The full recipe with a batch and a width, resolved. */
export function benchExperiment(batchSize: number, width: number): Experiment {
  return resolveExperiment({ pretrain: { batchSize, encoder: { width } } }, 'bench');
}

/** Images of noise: what a step costs does not depend on what is in them. */
export function noiseSplit(count: number): Split {
  const random = randomStream(1, 'bench');
  const images = new Uint8Array(new SharedArrayBuffer(count * SIDE * SIDE * 3));
  for (let index = 0; index < images.length; index++) images[index] = random.uint32();
  return { images, labels: new Int32Array(count), count, shape: [SIDE, SIDE, 3] };
}

/** Seconds since `started`, a reading of `performance.now()`. */
export function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}
