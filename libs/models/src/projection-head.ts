import { denseHead } from './dense-head';
import type { Module } from './module';

/** The heads known by kind. */
export interface ProjectionHeadOptions {
  /** lightly's `SimCLRProjectionHead`: linear layers without bias, each with batch norm, ReLU between them. */
  readonly kind: 'simclr';
  /** Sizes from the features to the embedding, at least two. */
  readonly dims: readonly number[];
}

/** The head between the encoder and the loss (SimCLR, arXiv 2002.05709, section 4.2), with lightly's parameter names. */
export function projectionHead({ dims }: ProjectionHeadOptions): Module {
  if (dims.length < 2) throw new Error(`Expected at least 2 sizes for dims but received [${dims.join(', ')}]`);
  return denseHead(
    dims.slice(1).map((output, index) => ({
      input: dims[index] ?? 0,
      output,
      bias: false,
      batchNorm: 'affine',
      relu: index < dims.length - 2,
    })),
  );
}
