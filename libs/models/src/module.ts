import type * as tf from '@tensorflow/tfjs-core';
import { inNameScope } from '@amcl/engine';
import type { RandomStream } from '@amcl/random';

/**
 * How a parameter lies in memory and in files:
 * `conv` HWIO in memory, OIHW in files; `linear` [in, out] and [out, in]; `vector` the same in both.
 */
export type Layout = 'conv' | 'linear' | 'vector';

/** A tensor that training changes by its gradient. */
export interface ParameterSpec {
  /** torchvision's or lightly's, such as `layer1.0.conv1.weight`. */
  readonly name: string;
  /** In memory. */
  readonly shape: readonly number[];
  readonly layout: Layout;
  /** First values, row-major in the memory's layout. */
  initialize(random: RandomStream): Float32Array;
}

/** A tensor that training changes without a gradient: a running statistic, a momentum copy, a queue. */
export interface BufferSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** `vector` unless given. */
  readonly layout?: Layout;
  /**
   * The parameter whose first values these are, of a momentum copy, by its name in the whole network. Then `initialize` is the
   * parameter's own.
   */
  readonly copyOf?: string;
  /** First values, row-major in the memory's layout. */
  initialize(random: RandomStream): Float32Array;
}

/** Where a forward pass finds its tensors, and leaves the new values of its buffers. */
export interface Scope {
  /** Batch statistics if true, running statistics if false. */
  readonly training: boolean;
  parameter(name: string): tf.Tensor;
  /** The newest value: a second forward pass in a step sees what the first one left. */
  buffer(name: string): tf.Tensor;
  update(name: string, value: tf.Tensor): void;
}

/** A network: the tensors it needs and a pure function of them and its input. */
export interface Module {
  readonly parameters: readonly ParameterSpec[];
  readonly buffers: readonly BufferSpec[];
  forward(x: tf.Tensor, scope: Scope): tf.Tensor;
}

/** The scope of a part: its names are those of `scope` that begin with `prefix`. */
export function prefixedScope(prefix: string, scope: Scope): Scope {
  return {
    training: scope.training,
    parameter: (name) => scope.parameter(prefix + name),
    buffer: (name) => scope.buffer(prefix + name),
    update: (name, value) => scope.update(prefix + name, value),
  };
}

/** The module with `prefix` before all its names, such as `encoder.`; what its buffers copy keeps its name, being elsewhere. */
export function prefixed(prefix: string, module: Module): Module {
  return {
    parameters: module.parameters.map((spec) => ({ ...spec, name: prefix + spec.name })),
    buffers: module.buffers.map((spec) => ({ ...spec, name: prefix + spec.name })),
    forward: (x, scope) => inNameScope(prefix, () => module.forward(x, prefixedScope(prefix, scope))),
  };
}

/** The tensors of several modules, in order, for a module that is made of them. */
export function specsOf(modules: readonly Module[]): Pick<Module, 'parameters' | 'buffers'> {
  return {
    parameters: modules.flatMap((module) => module.parameters),
    buffers: modules.flatMap((module) => module.buffers),
  };
}

/** One module after the other. */
export function sequential(modules: readonly Module[]): Module {
  return { ...specsOf(modules), forward: (x, scope) => modules.reduce((y, module) => module.forward(y, scope), x) };
}
