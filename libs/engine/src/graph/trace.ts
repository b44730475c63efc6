import type { Tensor } from '@tensorflow/tfjs-core';
import type { TFEOpAttr } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding';
import type { TensorflowBackend } from '../backends/tensorflow-backend';
import type { GraphAttribute } from './graph-addon';
import type { Graph, Node } from './graph';
import { Recompute } from './recompute';

/** Tensors without values that stand for the nodes of a graph, and the operations on them as more of its nodes. */
export class Trace {
  private readonly nodes = new WeakMap<object, Node>();

  private readonly recompute: Recompute;

  constructor(
    private readonly backend: TensorflowBackend,
    private readonly graph: Graph,
  ) {
    this.recompute = new Recompute(graph);
  }

  has(dataId: object): boolean {
    return this.nodes.has(dataId);
  }

  /** TensorFlow's number of a tensor's type, where the trace has made it. */
  typeOf({ dataId }: Tensor): number | undefined {
    return this.nodes.get(dataId)?.dtype;
  }

  /** The node of a tensor; one that the trace has not made is a constant. */
  nodeOf(tensor: Tensor): Node {
    const known = this.nodes.get(tensor.dataId);
    if (known) return known;
    const constant = this.graph.constant(this.backend.constantOf(tensor));
    this.nodes.set(tensor.dataId, constant);
    return constant;
  }

  /** A tensor that stands for a node. */
  tensorOf(node: Node): Tensor {
    const tensor = this.backend.createValueless(node.shape, node.dtype);
    this.nodes.set(tensor.dataId, node);
    return tensor;
  }

  /** @param shapes of the outputs, of an operation of our own */
  execute(
    op: string,
    attributes: readonly TFEOpAttr[],
    inputs: readonly Tensor[],
    shapes?: readonly (readonly number[])[],
  ): Tensor[] {
    const given = inputs.map((input) => this.nodeOf(input));
    const nodes = this.recompute.inputsOf(op, given);
    const list = attributes.find(({ name }) => name === 'N')?.value as number | undefined;
    // TensorFlow's operations on a list have it first, and its length as N.
    const arguments_ = list === undefined ? nodes : [nodes.slice(0, list), ...nodes.slice(list)];
    // The graph tells it by the list, and will not be told twice.
    const told = attributes.filter(({ name }) => name !== 'N').map((attribute) => this.attribute(attribute));
    const outputs = this.graph.add(op, arguments_, told, shapes);
    this.recompute.note(op, nodes, told, outputs);
    return outputs.map((node) => this.tensorOf(node));
  }

  private attribute({ name, type, value }: TFEOpAttr): GraphAttribute {
    const { binding } = this.backend;
    const list = Array.isArray(value);
    const kinds: Readonly<Record<number, GraphAttribute['kind']>> = {
      [binding.TF_ATTR_TYPE]: 'type',
      [binding.TF_ATTR_INT]: list ? 'integers' : 'integer',
      [binding.TF_ATTR_FLOAT]: 'float',
      [binding.TF_ATTR_BOOL]: 'flag',
      [binding.TF_ATTR_STRING]: 'text',
      [binding.TF_ATTR_SHAPE]: 'shape',
    };
    return { name, kind: kinds[type], value } as GraphAttribute;
  }
}
