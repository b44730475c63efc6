import {
  DataType,
  type GraphAddon,
  type GraphAttribute,
  type GraphOutput,
  type GraphTensor,
  type GraphValue,
  type NativeGraph,
} from './graph-addon';
import { nameScope } from './name-scope';
import { opTimes, TRACED, type OpTime } from './op-times';

/** Outputs that only the operation's gradient looks into have no shape, and need none. */
const OPAQUE: Readonly<Record<string, number[]>> = { FusedBatchNormV3: [] };

/** A value within a graph, of a known shape. */
export interface Node {
  readonly id: number;
  readonly dtype: number;
  readonly shape: number[];
  /** The operation that makes it, for control dependencies. */
  readonly operation: number;
}

/** A variable of a graph: its handle, and its value at the start of a run. */
export interface Variable {
  readonly handle: Node;
  readonly value: Node;
}

/** A TensorFlow graph with a session of its own. */
export class Graph {
  private readonly native: NativeGraph;
  private count = 0;
  private open = false;

  constructor(private readonly addon: GraphAddon) {
    this.native = addon.createGraph();
  }

  /**
   * @param shapes of the outputs, of an operation of our own
   * @returns the outputs
   * @throws what TensorFlow has against it, or if it cannot tell a shape
   */
  add(
    op: string,
    inputs: readonly (Node | readonly Node[])[],
    attributes: readonly GraphAttribute[] = [],
    shapes: readonly (readonly number[])[] = [],
  ): Node[] {
    const { operation, outputs } = this.addOperation(op, inputs, attributes, [], shapes);
    return outputs.map(({ shape, ...output }) => {
      const known = shape ?? OPAQUE[op];
      if (!known) throw new Error(`Expected ${op} to have a shape that is known before it runs`);
      return { ...output, shape: known, operation };
    });
  }

  constant(tensor: GraphTensor): Node {
    return first(
      this.add('Const', [], [type('dtype', tensor.dtype), { name: 'value', kind: 'tensor', value: tensor }]),
    );
  }

  placeholder(dtype: number, shape: readonly number[]): Node {
    return first(this.add('Placeholder', [], [type('dtype', dtype), { name: 'shape', kind: 'shape', value: shape }]));
  }

  /** Without a value until one is assigned. */
  variable(name: string, shape: readonly number[], dtype: number = DataType.float32): Variable {
    const handle = first(
      this.add(
        'VarHandleOp',
        [],
        [
          type('dtype', dtype),
          { name: 'shape', kind: 'shape', value: shape },
          { name: 'shared_name', kind: 'text', value: name },
        ],
      ),
    );
    return { handle, value: first(this.add('ReadVariableOp', [handle], [type('dtype', dtype)])) };
  }

  cast(node: Node, dtype: number): Node {
    return first(this.add('Cast', [node], [type('SrcT', node.dtype), type('DstT', dtype)]));
  }

  /** @returns the operation: a target of `run` */
  assign({ handle }: Variable, value: Node, after: readonly number[] = []): number {
    return this.addOperation('AssignVariableOp', [handle, value], [type('dtype', value.dtype)], after).operation;
  }

  /** Runs what `fetches` and `targets` need, and no more. */
  run(feeds: ReadonlyMap<Node, GraphTensor>, fetches: readonly Node[], targets: readonly number[] = []): GraphValue[] {
    return this.runWith(new Uint8Array(), feeds, fetches, targets).values;
  }

  /** Runs as `run` does, and tells how long each operation took. */
  profile(feeds: ReadonlyMap<Node, GraphTensor>, fetches: readonly Node[], targets: readonly number[] = []): OpTime[] {
    return opTimes(this.runWith(TRACED, feeds, fetches, targets).metadata);
  }

  private runWith(
    options: Uint8Array,
    feeds: ReadonlyMap<Node, GraphTensor>,
    fetches: readonly Node[],
    targets: readonly number[],
  ): ReturnType<GraphAddon['run']> {
    if (!this.open) this.addon.openSession(this.native, new Uint8Array());
    this.open = true;
    return this.addon.run(
      this.native,
      [...feeds].map(([{ id }, tensor]) => ({ id, ...tensor })),
      fetches.map(({ id }) => id),
      targets,
      options,
    );
  }

  dispose(): void {
    this.addon.closeGraph(this.native);
  }

  private addOperation(
    op: string,
    inputs: readonly (Node | readonly Node[])[],
    attributes: readonly GraphAttribute[],
    controls: readonly number[],
    shapes: readonly (readonly number[])[] = [],
  ): { operation: number; outputs: GraphOutput[] } {
    const ids = inputs.map((input) => ('id' in input ? input.id : input.map(({ id }) => id)));
    const name = `${nameScope()}${op}_${this.count++}`;
    return this.addon.addOperation(this.native, op, name, ids, controls, attributes, shapes);
  }
}

const type = (name: string, value: number): GraphAttribute => ({ name, kind: 'type', value });

function first(nodes: readonly Node[]): Node {
  return nodes[0] as Node;
}
