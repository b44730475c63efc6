import type * as tf from '@tensorflow/tfjs-core';
import type { Module, Scope } from '../module';
import { momentumUpdate } from './momentum-update';

/** Where both networks have their tensors, with bare names. */
export interface MomentumCopyUpdate {
  /** Of the network that is trained. */
  readonly from: Scope;
  /** Of its `momentumCopy`; a training scope. */
  readonly to: Scope;
  /** Share of its old value that a tensor keeps, 0 .. 1. */
  readonly momentum: tf.Scalar;
}

/** Moves the `momentumCopy` of `module` towards it by one step. Running statistics stay as they are. */
export function updateMomentumCopy({ parameters }: Module, { from, to, momentum }: MomentumCopyUpdate): void {
  for (const { name } of parameters) to.update(name, momentumUpdate(to.buffer(name), from.parameter(name), momentum));
}
