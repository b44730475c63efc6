import { tidy, type DataType, type Tensor } from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend';
import type { TFEOpAttr } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding';

/** An attribute of a TensorFlow op, tagged by its kind. */
export type Attribute =
  | { type: DataType }
  | { integer: number }
  | { integers: readonly number[] }
  | { text: string }
  | { float: number }
  | { flag: boolean };

/**
 * Calls TensorFlow's own ops by name, through the backend's execute functions: a backend that extends
 * tfjs-node's (to record the calls, or to change their types) sees every one.
 */
export class TensorflowOps {
  constructor(private readonly backend: NodeJSKernelBackend) {}

  /** Runs an op with one output. */
  single(name: string, inputs: readonly Tensor[], attributes: Readonly<Record<string, Attribute>>): Tensor {
    return this.backend.executeSingleOutput(name, this.encode(attributes), [...inputs]);
  }

  /** Runs an op with `count` outputs. */
  multiple(
    name: string,
    inputs: readonly Tensor[],
    attributes: Readonly<Record<string, Attribute>>,
    count: number,
  ): Tensor[] {
    return tidy(() => this.backend.executeMultipleOutputs(name, this.encode(attributes), [...inputs], count));
  }

  private encode(attributes: Readonly<Record<string, Attribute>>): TFEOpAttr[] {
    return Object.entries(attributes).map(([name, attribute]) => ({ name, ...this.encodeOne(attribute) }));
  }

  private encodeOne(attribute: Attribute): Omit<TFEOpAttr, 'name'> {
    const { binding } = this.backend;
    if ('type' in attribute) return { type: binding.TF_ATTR_TYPE, value: this.backend.getDTypeInteger(attribute.type) };
    if ('integer' in attribute) return { type: binding.TF_ATTR_INT, value: attribute.integer };
    if ('integers' in attribute) return { type: binding.TF_ATTR_INT, value: [...attribute.integers] };
    if ('text' in attribute) return { type: binding.TF_ATTR_STRING, value: attribute.text };
    if ('float' in attribute) return { type: binding.TF_ATTR_FLOAT, value: attribute.float };
    return { type: binding.TF_ATTR_BOOL, value: attribute.flag };
  }
}
