import { batchNormLayer } from '../layers/batch-norm-layer';
import { linearLayer } from '../layers/linear-layer';
import { reluLayer } from '../layers/relu-layer';
import { prefixed, sequential, type Module } from '../module';

/** A linear layer of a head and what follows it. */
export interface DenseLayer {
  readonly input: number;
  readonly output: number;
  readonly bias: boolean;
  /** `plain` has no weight and bias. */
  readonly batchNorm: 'affine' | 'plain' | 'none';
  readonly relu: boolean;
}

/**
 * Linear layers with batch norm and ReLU, [B, input] -> [B, output]. As in lightly's heads, the parts are numbered in one row
 * over all layers, absent ones left out: `layers.0.weight`, `layers.1.running_mean`, ...
 */
export function denseHead(layers: readonly DenseLayer[]): Module {
  let position = 0;
  const next = (module: Module) => prefixed(`layers.${position++}.`, module);
  const parts = layers.flatMap(({ input, output, bias, batchNorm, relu: rectified }) => {
    const linear = next(linearLayer({ input, output, bias }));
    if (batchNorm === 'none') return rectified ? [linear, next(reluLayer)] : [linear];
    const activation = rectified ? 'relu' : 'none';
    const norm = next(batchNormLayer({ channels: output, affine: batchNorm === 'affine', activation }));
    // ReLU has a number of its own, wherever it is computed.
    if (rectified) position++;
    return [linear, norm];
  });
  return sequential(parts);
}
