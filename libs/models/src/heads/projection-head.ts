import type { Module } from '../module';
import { denseHead, type DenseLayer } from './dense-head';

/** Batch norm after the hidden layers and after the last one, by kind: lightly's class, and where its paper describes it. */
const BATCH_NORM = {
  /** `SimCLRProjectionHead` (arXiv 2002.05709, section 4.2). */
  simclr: { hidden: 'affine', last: 'affine' },
  /** `MoCoProjectionHead` of v2 (arXiv 2003.04297). */
  moco: { hidden: 'none', last: 'none' },
  /** `SimSiamProjectionHead` (arXiv 2011.10566, section 3), there of three layers. */
  simsiam: { hidden: 'affine', last: 'plain' },
  /** `SimSiamPredictionHead` (the same section). */
  simsiam_prediction: { hidden: 'affine', last: 'none' },
  /** `BarlowTwinsProjectionHead` (arXiv 2103.03230, section 2.2). */
  barlow_twins: { hidden: 'affine', last: 'none' },
} as const satisfies Record<string, { hidden: DenseLayer['batchNorm']; last: DenseLayer['batchNorm'] }>;

/** The heads known by kind. */
export type ProjectionHeadKind = keyof typeof BATCH_NORM;

/** What makes a head. */
export interface ProjectionHeadOptions {
  readonly kind: ProjectionHeadKind;
  /** Sizes from the input to the output, at least two: one linear layer between each and the next. */
  readonly dims: readonly number[];
}

/**
 * A head between the encoder and the loss as lightly has it, with lightly's parameter names: [B, first size] -> [B, last size].
 * @throws if there is no layer
 */
export function projectionHead(options: ProjectionHeadOptions): Module {
  return denseHead(layersOf(options));
}

/** ReLU after each layer but the last, and a bias where no batch norm follows: it would take the bias out again. */
export function layersOf({ kind, dims }: ProjectionHeadOptions): DenseLayer[] {
  if (dims.length < 2) throw new Error(`Expected at least 2 sizes for dims but received [${dims.join(', ')}]`);
  return dims.slice(1).map((output, index) => {
    const hidden = index < dims.length - 2;
    const batchNorm = BATCH_NORM[kind][hidden ? 'hidden' : 'last'];
    return { input: dims[index] ?? 0, output, bias: batchNorm === 'none', batchNorm, relu: hidden };
  });
}
