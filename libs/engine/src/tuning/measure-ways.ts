import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorflowBackend } from '../backends/tensorflow-backend';
import { Graph, type Node } from '../graph/graph';
import { DataType, type GraphTensor } from '../graph/graph-addon';
import { Trace } from '../graph/trace';
import { traced } from '../graph/traced';
import type { Way, WayInputs } from './alternatives';
import { bestTimes } from './fastest-way';

/** Shape and TensorFlow's type of an input to measure with. */
export interface MeasuredInput {
  readonly shape: readonly number[];
  /** float32 or bfloat16 */
  readonly dtype: number;
}

/**
 * What each way takes, in milliseconds, on inputs made up. The ways run in a graph, as they do in a captured step: operation by
 * operation a way of many small ones would seem slower than it is there. It leaves no tensors, and a trace in progress as it was.
 */
export function measureWays<I extends WayInputs>(
  backend: TensorflowBackend,
  inputs: Readonly<Record<string, MeasuredInput>>,
  ways: Readonly<Record<string, Way<I>>>,
  clock: () => number,
): Record<string, number> {
  const graph = new Graph(backend.graphs);
  try {
    const nodes = inputNodes(graph, inputs);
    const trace = new Trace(backend, graph);
    const operations = traced(backend, trace, () =>
      Object.entries(ways).map(([name, way]) => {
        const tensors = Object.entries<Node>(nodes).map(([input, node]) => [input, trace.tensorOf(node)] as const);
        return [name, trace.nodeOf(way(Object.fromEntries<Tensor>(tensors) as I)).operation] as const;
      }),
    );
    const runs = operations.map(([name, operation]) => [name, () => graph.run(new Map(), [], [operation])] as const);
    return bestTimes(Object.fromEntries(runs), clock);
  } finally {
    graph.dispose();
  }
}

/** Variables, which TensorFlow cannot compute ahead of a run as it does with constants. */
function inputNodes(graph: Graph, inputs: Readonly<Record<string, MeasuredInput>>): Record<string, Node> {
  const feeds = new Map<Node, GraphTensor>();
  const entries = Object.entries(inputs).map(([name, { shape, dtype }]) => {
    const variable = graph.variable(name, shape, dtype);
    const placeholder = graph.placeholder(DataType.float32, shape);
    feeds.set(placeholder, { dtype: DataType.float32, shape, data: spread(shape) });
    return { name, variable, assignment: graph.assign(variable, graph.cast(placeholder, dtype)) };
  });
  graph.run(
    feeds,
    [],
    entries.map(({ assignment }) => assignment),
  );
  return Object.fromEntries(entries.map(({ name, variable }) => [name, variable.value]));
}

/** Numbers in [-1, 1), evenly, always the same: no zeros, which some kernels skip, and none so small that processors slow down. */
function spread(shape: readonly number[]): Float32Array {
  const values = new Float32Array(shape.reduce((product, length) => product * length, 1));
  let at = 0.25;
  for (let i = 0; i < values.length; i++) {
    at += 0.6180339887498949;
    if (at >= 1) at -= 1;
    values[i] = 2 * at - 1;
  }
  return values;
}
