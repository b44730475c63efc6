import { DataType } from '../graph/graph-addon';

/** What the arithmetic of the encoder is in: float32, or bfloat16 with float32 weights, statistics, losses and optimizer. */
export type Precision = 'float32' | 'bfloat16';

/** How an operation is to be called: the type of each input, and the value of its attributes of type float. */
export interface OpTypes {
  readonly inputs: readonly number[];
  readonly attributes: number;
}

const { float32, bfloat16 } = DataType;

/** Where the multiplications are: float32 inputs beside bfloat16 ones are rounded, and not the other way round. */
const PRODUCTS = new Set(['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter', 'AmclConv2DFilterGradient']);

/** With these an encoder begins. */
const FIRST = new Set(['Conv2D', 'AmclConv2D']);

/** How many of the inputs, the first ones, are of one type: x, its gradient and what is as large. The others, weights and statistics, stay float32. */
const TYPED_INPUTS: Readonly<Record<string, number>> = {
  FusedBatchNormV3: 1,
  FusedBatchNormGradV3: 2,
  AmclConv2D: 1,
  AmclConv2DInputGradient: 1,
  AmclBatchNorm: 2,
  AmclBatchNormGradient: 3,
};

/**
 * The types of an operation by those of its inputs, as PyTorch's autocast has them: convolutions round what they multiply, anything
 * else computes in bfloat16 if all its floats are, and in float32 if some are not.
 * @param inputs TensorFlow's numbers of the types that the inputs have
 * @param precision bfloat16 begins with a convolution
 */
export function opTypes(op: string, inputs: readonly number[], precision: Precision): OpTypes {
  const floats = inputs.filter((type) => type === float32 || type === bfloat16);
  const begins = FIRST.has(op) && precision === 'bfloat16';
  if (!begins && !floats.includes(bfloat16)) return { inputs, attributes: float32 };
  const type = PRODUCTS.has(op) || !floats.includes(float32) ? bfloat16 : float32;
  const together = TYPED_INPUTS[op];
  if (together === undefined)
    return { inputs: inputs.map((own) => (own === float32 || own === bfloat16 ? type : own)), attributes: type };
  return { inputs: inputs.map((own, index) => (index < together ? bfloat16 : own)), attributes: bfloat16 };
}
