import { tidy, type DataType as Dtype, type Tensor } from '@tensorflow/tfjs-core';
import { cpuMultipliesBfloat16 } from '../backends/device';
import type { TensorflowBackend } from '../backends/tensorflow-backend';
import { DataType, type ConvolutionSide, type ConvolutionWay } from '../graph/graph-addon';
import { opTypes, type Precision } from '../precision/op-types';
import type { Alternatives, Way, WayInputs } from '../tuning/alternatives';
import { chooseWay } from '../tuning/choose-way';
import type { TFEOpAttr } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding';

/** An attribute of a TensorFlow op, tagged by its kind. */
export type Attribute =
  | { type: Dtype }
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
  constructor(private readonly backend: TensorflowBackend) {}

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

  /** Runs an op of the addon's own (tools/libtensorflow/native), whose outputs have these shapes. */
  own(
    name: string,
    inputs: readonly Tensor[],
    attributes: Readonly<Record<string, Attribute>>,
    shapes: readonly (readonly number[])[],
  ): Tensor[] {
    return tidy(() => this.backend.executeOwn(name, this.encode(attributes), [...inputs], shapes));
  }

  /** Whether the addon's own ops can run: they are for the CPU. */
  get hasOwn(): boolean {
    return !this.backend.isUsingGpuDevice;
  }

  /** Whether the device does so faster than it multiplies float32. */
  get multipliesBfloat16(): boolean {
    return this.backend.isUsingGpuDevice || cpuMultipliesBfloat16();
  }

  /** Whether an op of the addon's own serves a convolution. */
  servesConvolution(side: ConvolutionSide, way: ConvolutionWay, shape: readonly number[]): boolean {
    return this.hasOwn && this.backend.graphs.servesConvolution(side, way, shape);
  }

  /** Computes an operation in the fastest of its ways where there is a tuner (`withTuner`), else in the first. */
  fastest<I extends WayInputs>(alternatives: Alternatives<I>): Tensor {
    const way = alternatives.ways[chooseWay(this.backend, alternatives)] as Way<I>;
    return way(alternatives.inputs);
  }

  /** The type that an op of products multiplies inputs like these in. */
  arithmetic(op: string, inputs: readonly Tensor[]): Precision {
    const types = inputs.map((input) => this.backend.typeOf(input));
    return opTypes(op, types, this.backend.precision).attributes === DataType.bfloat16 ? 'bfloat16' : 'float32';
  }

  isBfloat16(x: Tensor): boolean {
    return this.backend.typeOf(x) === DataType.bfloat16;
  }

  /** `x` in the precision of `like`. */
  castLike(x: Tensor, like: Tensor): Tensor {
    return this.backend.castTo(x, this.backend.typeOf(like));
  }

  /** `x` as float32, which it is to tfjs in any precision. */
  float32(x: Tensor): Tensor {
    return this.backend.castTo(x, DataType.float32);
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
