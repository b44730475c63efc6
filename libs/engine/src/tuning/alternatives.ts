import type { Tensor } from '@tensorflow/tfjs-core';
import type { Precision } from '../precision/op-types';

/** Inputs of an operation by their names. */
export type WayInputs = Readonly<Record<string, Tensor>>;

/** Computes an operation of its inputs, and of no other tensor: it is called with others of their types, too, of a smaller batch. */
export type Way<I extends WayInputs> = (inputs: I) => Tensor;

/** An operation that can be computed in more than one way. */
export interface Alternatives<I extends WayInputs> {
  /** `conv2d filter gradient` */
  readonly operation: string;
  /** Of the arithmetic. */
  readonly type: Precision;
  /** What decides besides the inputs: `3 x 3, stride 1, padding 1`. */
  readonly detail: string;
  readonly inputs: I;
  /** Inputs whose first axis is the batch. */
  readonly batched: readonly (keyof I & string)[];
  /** Those that serve, whatever the batch, by their names; the first is the default. All give the same type. */
  readonly ways: Readonly<Record<string, Way<I>>>;
}
