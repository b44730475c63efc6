import { randomStream } from '@amcl/random';
import type { Module } from './module';

/** Numbers by name, row-major in the memory's layout. */
export type Arrays = Readonly<Record<string, Float32Array>>;

/**
 * First values of the parameters. Each has a random stream of its own, `init/<name>`, so that a part's values do not depend on what
 * else the network has.
 * @param seed 0 .. 2^32 - 1
 */
export function initializeParameters(module: Pick<Module, 'parameters'>, seed: number): Arrays {
  return Object.fromEntries(
    module.parameters.map((spec) => [spec.name, spec.initialize(randomStream(seed, `init/${spec.name}`))]),
  );
}

/**
 * First values of the buffers: running means 0, running variances 1, momentum copies those of their parameters.
 * @param seed 0 .. 2^32 - 1
 */
export function initializeBuffers(module: Pick<Module, 'buffers'>, seed: number): Arrays {
  return Object.fromEntries(
    module.buffers.map((spec) => [spec.name, spec.initialize(randomStream(seed, `init/${spec.copyOf ?? spec.name}`))]),
  );
}
