import { tidy, type Tensor } from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend';
import type { TensorMetadata, TFEOpAttr, TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding';
import { DataType, type GraphAddon, type GraphTensor } from '../graph/graph-addon';
import type { Trace } from '../graph/trace';
import { opTypes, type Precision } from '../precision/op-types';
import type { KernelTuner } from '../tuning/kernel-tuner';

/** tfjs-node's backend. While a trace is set, operations are added to its graph and not computed. */
export interface TensorflowBackend extends NodeJSKernelBackend {
  readonly graphs: GraphAddon;
  trace: Trace | null;
  precision: Precision;
  /** Picks the ways to compute; null leaves each operation its default. Set by `withTuner`. */
  tuner: KernelTuner | null;
  /** TensorFlow's number of a tensor's type. */
  typeOf(tensor: Tensor): number;
  /** `tensor` itself if it has that type. */
  castTo(tensor: Tensor, type: number): Tensor;
  /** An operation of the addon's own: TensorFlow cannot infer the shapes of its outputs. */
  executeOwn(name: string, attributes: TFEOpAttr[], inputs: Tensor[], shapes: readonly (readonly number[])[]): Tensor[];
  /** A tensor that has a type of TensorFlow's but no value. */
  createValueless(shape: number[], dtype: number): Tensor;
  /** A tensor's value, with its type of TensorFlow's. */
  constantOf(tensor: Tensor): GraphTensor;
}

/** What tfjs-node keeps to itself. */
interface Internals {
  readonly tensorMap: { get(dataId: object): { dtype: number; id: number } };
  createOutputTensor(metadata: { id: number; shape: number[]; dtype: number }): Tensor;
}

/** Attributes of the types of batch norm's statistics. */
const STATISTICS = new Set(['U']);

/** @param Base tfjs-node's own, which is loaded only where it is wanted */
export function createTensorflowBackend(
  Base: typeof NodeJSKernelBackend,
  binding: TFJSBinding,
  graphs: GraphAddon,
): TensorflowBackend {
  class Derived extends Base implements TensorflowBackend {
    readonly graphs = graphs;
    trace: Trace | null = null;
    precision: Precision = 'float32';
    tuner: KernelTuner | null = null;

    override executeSingleOutput(name: string, attributes: TFEOpAttr[], inputs: Tensor[]): Tensor {
      return this.executeMultipleOutputs(name, attributes, inputs, 1)[0] as Tensor;
    }

    override executeMultipleOutputs(name: string, attributes: TFEOpAttr[], inputs: Tensor[], count: number): Tensor[] {
      return this.executeTyped(name, attributes, inputs, count);
    }

    executeOwn(
      name: string,
      attributes: TFEOpAttr[],
      inputs: Tensor[],
      shapes: readonly (readonly number[])[],
    ): Tensor[] {
      return this.executeTyped(name, attributes, inputs, shapes.length, shapes);
    }

    private executeTyped(
      name: string,
      attributes: TFEOpAttr[],
      inputs: Tensor[],
      count: number,
      shapes?: readonly (readonly number[])[],
    ): Tensor[] {
      if (name === 'Cast') return this.execute(name, attributes, inputs, count);
      const own = inputs.map((input) => this.typeOf(input));
      const types = opTypes(name, own, this.precision);
      if (types.attributes === DataType.float32 && types.inputs.every((type, index) => type === own[index]))
        return this.execute(name, attributes, inputs, count, shapes);
      const typed = attributes.map((attribute) =>
        STATISTICS.has(attribute.name) ||
        attribute.value !== DataType.float32 ||
        attribute.type !== this.binding.TF_ATTR_TYPE
          ? attribute
          : { ...attribute, value: types.attributes },
      );
      return tidy(() => {
        const cast = inputs.map((input, index) => this.castTo(input, types.inputs[index] as number));
        return this.execute(name, typed, cast, count, shapes);
      });
    }

    override readSync(dataId: object): ReturnType<NodeJSKernelBackend['readSync']> {
      if (this.trace?.has(dataId))
        throw new Error(
          'Expected a step that reads no tensor back while it is captured: return the tensor, and read it after a run',
        );
      const { dtype, id } = this.internals.tensorMap.get(dataId);
      if (dtype !== DataType.bfloat16) return super.readSync(dataId);
      // JavaScript has no such numbers: as float32 they are the same.
      const [cast] = this.binding.executeOp('Cast', this.castAttributes(dtype, DataType.float32), [id], 1);
      const { id: float } = cast as TensorMetadata;
      const values = this.binding.tensorDataSync(float);
      this.binding.deleteTensor(float);
      return values;
    }

    createValueless(shape: number[], dtype: number): Tensor {
      return this.internals.createOutputTensor({ id: -1, shape, dtype });
    }

    constantOf(tensor: Tensor): GraphTensor {
      // An Int64Scalar of tfjs-node.
      if ('valueArray' in tensor) return { dtype: DataType.int64, shape: [], data: tensor.valueArray as Int32Array };
      const { dtype } = this.internals.tensorMap.get(tensor.dataId);
      return { dtype, shape: tensor.shape, data: this.readSync(tensor.dataId) as GraphTensor['data'] };
    }

    private execute(
      name: string,
      attributes: TFEOpAttr[],
      inputs: Tensor[],
      count: number,
      shapes?: readonly (readonly number[])[],
    ): Tensor[] {
      return this.trace
        ? this.trace.execute(name, attributes, inputs, shapes)
        : super.executeMultipleOutputs(name, attributes, inputs, count);
    }

    castTo(tensor: Tensor, to: number): Tensor {
      const from = this.typeOf(tensor);
      if (from === to) return tensor;
      return this.execute('Cast', this.castAttributes(from, to), [tensor], 1)[0] as Tensor;
    }

    private castAttributes(from: number, to: number): TFEOpAttr[] {
      const type = (name: string, value: number) => ({ name, type: this.binding.TF_ATTR_TYPE, value });
      return [type('SrcT', from), type('DstT', to)];
    }

    typeOf(tensor: Tensor): number {
      if ('valueArray' in tensor) return DataType.int64;
      return this.trace?.typeOf(tensor) ?? this.internals.tensorMap.get(tensor.dataId).dtype;
    }

    private get internals(): Internals {
      return this as unknown as Internals;
    }
  }
  const backend = new Derived(binding, '@tensorflow/tfjs-node-gpu');
  // bfloat16 is float32 to tfjs, which has no such type; the handle keeps its own.
  const internals = backend as unknown as Internals;
  const create = internals.createOutputTensor.bind(backend);
  internals.createOutputTensor = (metadata) => {
    if (metadata.dtype !== DataType.bfloat16) return create(metadata);
    const tensor = create({ ...metadata, dtype: DataType.float32 });
    internals.tensorMap.get(tensor.dataId).dtype = DataType.bfloat16;
    return tensor;
  };
  return backend;
}
