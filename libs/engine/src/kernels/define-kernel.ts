import { engine, registerGradient, registerKernel, tidy, type NamedAttrMap, type Tensor } from '@tensorflow/tfjs-core';
import type { TensorflowBackend } from '../backends/tensorflow-backend';
import { keepNameScope } from '../graph/name-scope';
import { TensorflowOps } from './tensorflow-ops';

type Inputs = { [name: string]: Tensor };
type Outputs = [Tensor, ...Tensor[]];

/** A kernel's types: what goes in, its attributes, its outputs, and the tensors saved for its gradient. */
export interface KernelTypes {
  inputs: Inputs;
  attributes: NamedAttrMap;
  outputs: Outputs;
  saved: readonly Tensor[];
}

/** How a kernel computes: with TensorFlow's own ops where they serve better, else composed from tfjs's ops. */
export interface Kernel<K extends KernelTypes> {
  name: string;
  tensorflow: (inputs: K['inputs'], attributes: K['attributes'], ops: TensorflowOps) => K['outputs'];
  composed: (inputs: K['inputs'], attributes: K['attributes']) => K['outputs'];
  gradient?: KernelGradient<K>;
}

/** What a gradient needs of the forward pass; the tensors come as `saved` in this order, inputs first. */
export interface KernelGradient<K extends KernelTypes> {
  saveInputs: readonly (keyof K['inputs'] & string)[];
  /** By position; absent ones are not saved. */
  saveOutputs?: readonly boolean[];
  /**
   * The gradient of each input, each called only when it is wanted, each a tensor of its own. `dy` is the gradient of
   * the first output: all others are statistics, which carry none.
   */
  of(dy: Tensor, saved: K['saved'], attributes: K['attributes']): { [Name in keyof K['inputs']]: () => Tensor };
}

/** Runs a kernel on the backend in use. */
export type RunKernel<K extends KernelTypes> = (inputs: K['inputs'], attributes: K['attributes']) => K['outputs'];

/**
 * Registers a kernel of ours on the three backends, with its gradient, and returns the function that runs it. Being
 * tfjs kernels, they are copied with the others when a backend is derived from the tensorflow one.
 * Intermediate tensors are disposed; the outputs belong to the caller's tidy.
 */
export function defineKernel<K extends KernelTypes>({ composed, ...kernel }: Kernel<K>): RunKernel<K> {
  for (const backendName of ['wasm', 'cpu'])
    registerKernel({
      kernelName: kernel.name,
      backendName,
      kernelFunc: ({ inputs, attrs }) => tidy(() => composed(inputs as K['inputs'], attrs as K['attributes'])),
    });
  return defineTensorflowKernel(kernel);
}

/** The same on the tensorflow backend alone: what calls it has a way of its own on the others. */
export function defineTensorflowKernel<K extends KernelTypes>({
  name,
  tensorflow,
  gradient,
}: Omit<Kernel<K>, 'composed'>): RunKernel<K> {
  // tfjs hands a kernel what the runner below was given, but types it loosely: the casts restore the types.
  registerKernel({
    kernelName: name,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const ops = new TensorflowOps(backend as TensorflowBackend);
      return tidy(() => tensorflow(inputs as K['inputs'], attrs as K['attributes'], ops));
    },
  });
  if (gradient)
    registerGradient({
      kernelName: name,
      inputsToSave: [...gradient.saveInputs],
      outputsToSave: [...(gradient.saveOutputs ?? [])],
      gradFunc: (dys, saved, attrs) => {
        const { inScope, ...attributes } = attrs as K['attributes'] & { inScope: ReturnType<typeof keepNameScope> };
        const dy = (Array.isArray(dys) ? dys[0] : dys) as Tensor;
        const gradients = inScope(() => gradient.of(dy, saved, attributes));
        const named = Object.entries(gradients).map(([input, of]) => [input, () => inScope(of)] as const);
        return Object.fromEntries(named);
      },
    });
  return (inputs, attributes) => {
    // tfjs hands a kernel's attributes to its gradient, and nothing else of when it ran.
    const attrs = gradient ? { ...attributes, inScope: keepNameScope() } : attributes;
    return engine().runKernel<K['outputs']>(name, inputs, attrs);
  };
}
