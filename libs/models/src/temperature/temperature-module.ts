import type * as tf from '@tensorflow/tfjs-core';
import type { Module, Scope } from '../module';

/**
 * The temperatures of pairs of embeddings, each above 0. A pair (a, b) is told by its product a^ * b^, elementwise, of the
 * L2-normalised embeddings (AMCL, arXiv 2310.05615, section 3.3).
 */
export interface TemperatureModule extends Pick<Module, 'parameters' | 'buffers'> {
  /**
   * Of pairs that were chosen.
   * @param products [N, D], a row a pair
   * @returns [N]
   */
  ofPairs(products: tf.Tensor2D, scope: Scope): tf.Tensor1D;
  /**
   * Of every row of `a` with every row of `b`.
   * @param a [N, B], unit rows
   * @param b [M, B], unit rows
   * @returns [N, M]
   */
  ofGrid(a: tf.Tensor2D, b: tf.Tensor2D, scope: Scope): tf.Tensor2D;
}
