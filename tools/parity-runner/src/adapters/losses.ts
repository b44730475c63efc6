import type { TensorMap } from '@amcl/engine';
import { barlowTwins, crossEntropy, infoNce, negativeCosine, ntXent, ntXentBank } from '@amcl/losses';
import type { ParityCase } from '@amcl/parity';
import type * as tf from '@tensorflow/tfjs-core';
import type { Adapter } from '../adapter';
import { differentiated, numberOf } from '../tensors';

type Values = Readonly<Record<string, tf.Tensor>>;

const adapter =
  (loss: (values: Values, parityCase: ParityCase) => { loss: tf.Scalar; outputs?: TensorMap }): Adapter =>
  (parityCase) =>
    differentiated(parityCase, (values) => loss(values, parityCase));

/** The base losses. */
export const losses: Readonly<Record<string, Adapter>> = {
  nt_xent: adapter(({ z0, z1 }, given) => ntXent(z0!, z1!, { temperature: numberOf(given, 'temperature') })),
  info_nce: adapter(({ z0, z1 }, given) => {
    const { loss, perAnchor } = infoNce(z0!, z1!, { temperature: numberOf(given, 'temperature') });
    return { loss, outputs: { per_anchor: perAnchor } };
  }),
  nt_xent_bank: adapter(({ q, k, bank }, given) =>
    ntXentBank(q!, k!, bank!, { temperature: numberOf(given, 'temperature') }),
  ),
  negative_cosine: adapter(({ p0, z1, p1, z0 }) => negativeCosine(p0!, z1!, p1!, z0!)),
  cross_entropy: adapter(({ logits, labels }) => ({ loss: crossEntropy(logits!, labels!) })),
  barlow_twins: adapter(({ z0, z1 }, given) => barlowTwins(z0!, z1!, { lambda: numberOf(given, 'lambda') })),
};
