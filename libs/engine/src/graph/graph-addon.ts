/** What the addon `graph.cc` of tools/libtensorflow exports: TensorFlow's graphs and sessions. Its errors are TensorFlow's own. */
export interface GraphAddon {
  createGraph(): NativeGraph;
  addOperation(
    graph: NativeGraph,
    op: string,
    name: string,
    inputs: readonly (number | readonly number[])[],
    controls: readonly number[],
    attributes: readonly GraphAttribute[],
    /** Of the outputs, where TensorFlow cannot infer them: of an operation of the addon's own. Else empty. */
    shapes: readonly (readonly number[])[],
  ): { operation: number; outputs: GraphOutput[] };
  /** @param config a serialized ConfigProto */
  openSession(graph: NativeGraph, config: Uint8Array): void;
  /**
   * @param options a serialized RunOptions
   * @returns with it a serialized RunMetadata
   */
  run(
    graph: NativeGraph,
    feeds: readonly (GraphTensor & { id: number })[],
    fetches: readonly number[],
    targets: readonly number[],
    options: Uint8Array,
  ): { values: GraphValue[]; metadata: Uint8Array };
  /** Whether the addon's own AmclMatMul serves this CPU and a product of so many columns. */
  servesMatMul(columns: number): boolean;
  /**
   * Whether an operation of the addon's own serves this CPU and convolution (tools/libtensorflow/native/convolution/ops.h).
   * @param shape batch, height, width, inputs, outputs, rows, columns, stride, padding
   */
  servesConvolution(side: ConvolutionSide, way: ConvolutionWay, shape: readonly number[]): boolean;
  /** Whether the operations AmclBatchNorm and AmclBatchNormGradient, of the addon's own, serve this CPU. */
  servesBatchNorm(): boolean;
  closeGraph(graph: NativeGraph): void;
}

/** Which of a convolution's operations, by their numbers in the addon. */
export const ConvolutionSide = { forward: 0, inputGradient: 1, filterGradient: 2 } as const;
export type ConvolutionSide = (typeof ConvolutionSide)[keyof typeof ConvolutionSide];

/** Ways to compute one, by their numbers in the addon. */
export const ConvolutionWay = { direct: 0, winograd: 1, dotProducts: 2 } as const;
export type ConvolutionWay = (typeof ConvolutionWay)[keyof typeof ConvolutionWay];

declare const native: unique symbol;
/** A handle: freed by `closeGraph`, at the latest by the garbage collector. */
export interface NativeGraph {
  readonly [native]: true;
}

/** TensorFlow's numbers of types, of those that are used here. */
export const DataType = { float32: 1, int32: 3, int64: 9, bool: 10, bfloat16: 14 } as const;

export interface GraphOutput {
  readonly id: number;
  readonly dtype: number;
  /** null where TensorFlow cannot tell all of it */
  readonly shape: number[] | null;
}

/** A tensor to be copied in. */
export interface GraphTensor {
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

/** A tensor copied out. */
export interface GraphValue {
  readonly shape: number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

export type GraphAttribute = { readonly name: string } & (
  | { readonly kind: 'type' | 'integer' | 'float'; readonly value: number }
  | { readonly kind: 'integers' | 'shape'; readonly value: readonly number[] }
  | { readonly kind: 'flag'; readonly value: boolean }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'tensor'; readonly value: GraphTensor }
);
