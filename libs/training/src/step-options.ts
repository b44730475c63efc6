import type { PretrainSection } from '@amcl/experiment';
import { batchNormAndBiasNames, type Module } from '@amcl/models';

/** What stays the same over a training. */
export interface StepOptions {
  readonly optimizer: {
    readonly name: 'sgd' | 'lars';
    /** 0 .. 1 */
    readonly momentum: number;
    /** 0 or more */
    readonly weightDecay: number;
    /** Names of parameters without weight decay (and, for LARS, without scaling), as in `method.module`. */
    readonly exclude: ReadonlySet<string>;
    /** Of LARS, above 0. */
    readonly trustCoefficient: number;
  };
  /** Largest norm of the gradient, above 0, or null. */
  readonly clipNorm: number | null;
  /** Images that pass the encoder at a time; it divides the batch. Null: all. */
  readonly microBatchSize: number | null;
}

/** The options that section `pretrain` asks for. */
export function stepOptions(
  { optimizer, microBatchSize }: Pick<PretrainSection, 'optimizer' | 'microBatchSize'>,
  { module }: { readonly module: Module },
): StepOptions {
  const { name, momentum, weightDecay, trustCoefficient, clipNorm, excludeBatchNormAndBias } = optimizer;
  const exclude = excludeBatchNormAndBias ? batchNormAndBiasNames(module) : new Set<string>();
  return { optimizer: { name, momentum, weightDecay, exclude, trustCoefficient }, clipNorm, microBatchSize };
}
