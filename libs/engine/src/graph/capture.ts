import * as tf from '@tensorflow/tfjs-core';
import type { TensorflowBackend } from '../backends/tensorflow-backend';
import type { TensorMap } from '../value-and-gradients';
import { Graph, type Node, type Variable } from './graph';
import { DataType, type GraphTensor } from './graph-addon';
import type { OpTime } from './op-times';
import { Trace } from './trace';
import { traced } from './traced';

/** Numbers of tensors by name, row-major. */
export type ArrayMap = Readonly<Record<string, Float32Array>>;

/** Shapes of tensors by name. */
export type ShapeMap = Readonly<Record<string, readonly number[]>>;

/** An input of a run: float32, or int32 as its array. */
export interface CapturedInput {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** A function of tensors to be captured. It may read no tensor back and must compute the same operations whenever it is called. */
export type Capturable = (state: TensorMap, inputs: TensorMap) => { state: TensorMap; outputs: TensorMap };

/** A captured function with the state that it advances. */
export interface Captured {
  /**
   * Computes the function once and keeps its new state.
   * @param inputs of the names, shapes and types that were captured
   * @returns the outputs, float32
   */
  run(inputs: Readonly<Record<string, CapturedInput>>): ArrayMap;
  /** Does a run, too, and tells how long each operation took. */
  profile(inputs: Readonly<Record<string, CapturedInput>>): OpTime[];
  /** A copy of the state, or of the part of it that is wanted, by the names. */
  read(wanted?: (name: string) => boolean): ArrayMap;
  /** Frees graph and state. */
  dispose(): void;
}

/**
 * Makes a function one TensorFlow graph, whose state stays within it from run to run. Nothing is computed meanwhile.
 * @param state its first values
 * @param inputs shapes and types of a run's inputs; their numbers count for nothing
 * @throws if the backend is not tensorflow, or the function reads a tensor back or returns other names or shapes of state
 */
export function capture(
  f: Capturable,
  state: Readonly<Record<string, CapturedInput>>,
  inputs: Readonly<Record<string, CapturedInput>>,
): Captured {
  if (tf.getBackend() !== 'tensorflow') throw new Error('Expected the tensorflow backend, which alone can capture');
  const backend = tf.backend() as TensorflowBackend;
  const graph = new Graph(backend.graphs);
  const trace = new Trace(backend, graph);
  const variables = mapValues(state, ({ shape }, name) => graph.variable(name, shape));
  const placeholders = mapValues(inputs, ({ shape, data }) => graph.placeholder(typeOf(data), shape));
  const { assignments, outputs } = traced(backend, trace, () => {
    const tensors = (nodes: Readonly<Record<string, Node>>) => mapValues(nodes, (node) => trace.tensorOf(node));
    const after = f(tensors(mapValues(variables, ({ value }) => value)), tensors(placeholders));
    return {
      assignments: assignAll(graph, variables, (name) => trace.nodeOf(after.state[name] as tf.Tensor)),
      outputs: mapValues(after.outputs, (tensor) => trace.nodeOf(tensor)),
    };
  });
  initialize(graph, variables, state);
  const feedsOf = (values: Readonly<Record<string, CapturedInput>>) =>
    new Map(
      Object.entries(placeholders).map(([name, node]) => [node, tensorOf(values[name] as CapturedInput)] as const),
    );
  return {
    run: (values) => arraysOf(outputs, (nodes) => graph.run(feedsOf(values), nodes, assignments)),
    profile: (values) => graph.profile(feedsOf(values), Object.values(outputs), assignments),
    read: (wanted = () => true) =>
      arraysOf(
        Object.fromEntries(
          Object.entries(variables).flatMap(([name, { value }]) => (wanted(name) ? [[name, value] as const] : [])),
        ),
        (nodes) => graph.run(new Map(), nodes),
      ),
    dispose: () => graph.dispose(),
  };
}

/** Assigns every variable that gets a new value, once all have been read: what a run reads is the state before it. */
function assignAll(
  graph: Graph,
  variables: Readonly<Record<string, Variable>>,
  next: (name: string) => Node,
): number[] {
  return Object.entries(variables).flatMap(([name, variable]) => {
    const value = next(name);
    if (value === variable.value) return [];
    const [before, after] = [variable.value.shape.join(', '), value.shape.join(', ')];
    if (before !== after)
      throw new Error(`Expected the shape [${before}] for ${name} after a step but received [${after}]`);
    return graph.assign(variable, value, [variable.value.operation]);
  });
}

function initialize(
  graph: Graph,
  variables: Readonly<Record<string, Variable>>,
  values: Readonly<Record<string, CapturedInput>>,
): void {
  const feeds = new Map<Node, GraphTensor>();
  const assignments = Object.entries(variables).map(([name, variable]) => {
    const { shape, data } = values[name] as CapturedInput;
    const placeholder = graph.placeholder(DataType.float32, shape);
    feeds.set(placeholder, { dtype: DataType.float32, shape, data });
    return graph.assign(variable, placeholder);
  });
  graph.run(feeds, [], assignments);
}

const typeOf = (data: Float32Array | Int32Array) => (data instanceof Int32Array ? DataType.int32 : DataType.float32);

const tensorOf = ({ shape, data }: CapturedInput): GraphTensor => ({ dtype: typeOf(data), shape, data });

function arraysOf(
  nodes: Readonly<Record<string, Node>>,
  read: (nodes: Node[]) => { data: Float32Array | Int32Array | Uint8Array }[],
): ArrayMap {
  const values = read(Object.values(nodes));
  return Object.fromEntries(Object.keys(nodes).map((name, index) => [name, values[index]?.data as Float32Array]));
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, f: (value: A, name: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value, name)]));
}
