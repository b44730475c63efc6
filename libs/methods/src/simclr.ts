import { ntXent } from '@amcl/losses';
import { prefixed, prefixedScope, projectionHead, sequential, type Encoder } from '@amcl/models';
import type { Method } from './method';
import { ENCODER_PREFIX, HEAD_PREFIX } from './parts';

/** What SimCLR leaves open. */
export interface SimclrOptions {
  readonly encoder: Encoder;
  /** Of NT-Xent, above 0. */
  readonly temperature: number;
  /** Size of the head's hidden layer. */
  readonly hidden: number;
  /** Size of the embedding. */
  readonly output: number;
}

/**
 * SimCLR (arXiv 2002.05709): encoder, projection head of two layers, NT-Xent over the two views of a batch. As in lightly, the
 * views pass one after the other, so batch norm takes each view's own statistics and the running ones move twice a step.
 */
export function simclr({ encoder, temperature, hidden, output }: SimclrOptions): Method {
  const head = projectionHead({ kind: 'simclr', dims: [encoder.features, hidden, output] });
  const module = sequential([prefixed(ENCODER_PREFIX, encoder), prefixed(HEAD_PREFIX, head)]);
  return {
    name: 'simclr',
    views: 2,
    encoder,
    projectionHead: head,
    module,
    encode: (x, scope) => encoder.forward(x, prefixedScope(ENCODER_PREFIX, scope)),
    loss: (views, scope) => {
      const [first, second, ...more] = views;
      if (!first || !second || more.length > 0)
        throw new Error(`Expected 2 views for simclr but received ${views.length}`);
      const z0 = module.forward(first, scope);
      const z1 = module.forward(second, scope);
      return { loss: ntXent(z0, z1, { temperature }) };
    },
  };
}
