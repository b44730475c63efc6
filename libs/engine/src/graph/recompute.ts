import type { GraphAttribute } from './graph-addon';
import type { Graph, Node } from './graph';

/** A batch norm of ours as it was added to a graph. */
interface BatchNorm {
  readonly inputs: readonly Node[];
  readonly attributes: readonly GraphAttribute[];
  readonly outputs: readonly Node[];
}

/** Operations that ask for the output of a batch norm long after it was made: gradients of filters, x first and dy last. */
const LATE = new Set(['AmclConv2DFilterGradient', 'Conv2DBackpropFilter']);

/**
 * Frees memory between the forward and the backward pass: the output of a batch norm without residual is computed once more, to
 * the bit, when the gradient of the filter that saw it is. So only its input is kept, which its own gradient needs anyway. That takes
 * about a hundredth of a step's time, and saves a quarter of a ResNet's activations.
 */
export class Recompute {
  private readonly norms = new Map<number, BatchNorm>();

  constructor(private readonly graph: Graph) {}

  /** Takes note of an operation of the graph. */
  note(op: string, inputs: readonly Node[], attributes: readonly GraphAttribute[], outputs: readonly Node[]): void {
    const [, residual] = inputs;
    if (op === 'AmclBatchNorm' && residual?.shape[0] === 0)
      this.norms.set((outputs[0] as Node).id, { inputs, attributes, outputs });
  }

  /** The inputs that an operation is to have in place of `inputs`. */
  inputsOf(op: string, inputs: readonly Node[]): readonly Node[] {
    const norm = LATE.has(op) ? this.norms.get(inputs[0]?.id ?? NaN) : undefined;
    if (!norm) return inputs;
    const [x, , scale, offset] = norm.inputs as [Node, Node, Node, Node];
    const [y, mean, , inverseDeviation] = norm.outputs as [Node, Node, Node, Node];
    // It waits for dy: without that it would be computed as soon as it can be, which is in the forward pass.
    const after = inputs.at(-1) as Node;
    const again = this.graph.add(
      'AmclBatchNormAgain',
      [x, scale, offset, mean, inverseDeviation, after],
      norm.attributes,
      [y.shape],
    );
    return [again[0] as Node, ...inputs.slice(1)];
  }
}
