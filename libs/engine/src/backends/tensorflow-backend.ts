import type { Tensor } from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend';
import type { TFEOpAttr, TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding';
import { DataType, type GraphAddon, type GraphTensor } from '../graph/graph-addon';
import type { Trace } from '../graph/trace';

/** tfjs-node's backend. While a trace is set, operations are added to its graph and not computed. */
export interface TensorflowBackend extends NodeJSKernelBackend {
  readonly graphs: GraphAddon;
  trace: Trace | null;
  /** A tensor that has a type of TensorFlow's but no value. */
  createValueless(shape: number[], dtype: number): Tensor;
  /** A tensor's value, with its type of TensorFlow's. */
  constantOf(tensor: Tensor): GraphTensor;
}

/** What tfjs-node keeps to itself. */
interface Internals {
  readonly tensorMap: { get(dataId: object): { dtype: number } };
  createOutputTensor(metadata: { id: number; shape: number[]; dtype: number }): Tensor;
}

/** @param Base tfjs-node's own, which is loaded only where it is wanted */
export function createTensorflowBackend(
  Base: typeof NodeJSKernelBackend,
  binding: TFJSBinding,
  graphs: GraphAddon,
): TensorflowBackend {
  class Derived extends Base implements TensorflowBackend {
    readonly graphs = graphs;
    trace: Trace | null = null;

    override executeSingleOutput(name: string, attributes: TFEOpAttr[], inputs: Tensor[]): Tensor {
      return this.executeMultipleOutputs(name, attributes, inputs, 1)[0] as Tensor;
    }

    override executeMultipleOutputs(name: string, attributes: TFEOpAttr[], inputs: Tensor[], count: number): Tensor[] {
      return this.trace
        ? this.trace.execute(name, attributes, inputs)
        : super.executeMultipleOutputs(name, attributes, inputs, count);
    }

    override readSync(dataId: object): ReturnType<NodeJSKernelBackend['readSync']> {
      if (this.trace?.has(dataId))
        throw new Error(
          'Expected a step that reads no tensor back while it is captured: return the tensor, and read it after a run',
        );
      return super.readSync(dataId);
    }

    createValueless(shape: number[], dtype: number): Tensor {
      // bfloat16 is float32 to tfjs, which has no such type.
      const known = dtype === DataType.bfloat16 ? DataType.float32 : dtype;
      return this.internals.createOutputTensor({ id: -1, shape, dtype: known });
    }

    constantOf(tensor: Tensor): GraphTensor {
      // An Int64Scalar of tfjs-node.
      if ('valueArray' in tensor) return { dtype: DataType.int64, shape: [], data: tensor.valueArray as Int32Array };
      const { dtype } = this.internals.tensorMap.get(tensor.dataId);
      return { dtype, shape: tensor.shape, data: this.readSync(tensor.dataId) as GraphTensor['data'] };
    }

    private get internals(): Internals {
      return this as unknown as Internals;
    }
  }
  return new Derived(binding, '@tensorflow/tfjs-node-gpu');
}
