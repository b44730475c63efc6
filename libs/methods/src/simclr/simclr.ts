import { amclInfoNce, amclSimclr, ntXent, type LossValue } from '@amcl/losses';
import { projectionHead, resnet, type Scope } from '@amcl/models';
import type * as tf from '@tensorflow/tfjs-core';
import { headCount, headsOf } from '../amcl/heads';
import { temperatureOf } from '../amcl/temperature';
import type { Method } from '../method';
import type { MethodOptions } from '../method-options';
import { networksOf } from '../networks';
import { twoViews } from '../two-views';

/**
 * SimCLR (arXiv 2002.05709): encoder, projection head of two layers, NT-Xent over the two views of a batch; with AMCL its equation
 * 2.1, or 2.4 if the positive is among the candidates. As in lightly, the views pass one after the other, so batch norm takes
 * each view's own statistics and the running ones move twice a step.
 */
export function simclr({ method, amcl, encoder: encoderOptions }: MethodOptions<'simclr'>): Method {
  const encoder = resnet(encoderOptions);
  const { hidden, output } = method.projectionHead;
  const heads = headsOf(amcl, hidden ?? encoder.features, (size) =>
    projectionHead({ kind: 'simclr', dims: [encoder.features, size, output] }),
  );
  const temperature = amcl && temperatureOf(amcl.temperature, output);
  const { project, ...networks } = networksOf({
    encoder,
    projectionHead: heads,
    embeddingSize: output * headCount(amcl),
    others: temperature ? [temperature.specs] : [],
  });
  const contrast = (z0: tf.Tensor, z1: tf.Tensor, scope: Scope): LossValue => {
    if (!amcl || !temperature) return ntXent(z0, z1, { temperature: method.temperature });
    const { beta, hardest, positiveAmongCandidates } = amcl;
    const options = { temperature: temperature.pairs(scope), beta, hardest };
    return positiveAmongCandidates ? amclInfoNce(z0, z1, options) : amclSimclr(z0, z1, options);
  };
  return {
    ...networks,
    name: method.name,
    views: 2,
    loss: (features, scope) => {
      const [first, second] = twoViews(method.name, features);
      const z0 = project(first, scope);
      const z1 = project(second, scope);
      return { ...contrast(z0, z1, scope), embedding: z0 };
    },
  };
}
