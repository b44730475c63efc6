import { amclBarlowTwins, barlowTwins as barlowTwinsLoss } from '@amcl/losses';
import { projectionHead, resnet } from '@amcl/models';
import { headCount, headsOf } from '../amcl/heads';
import { temperatureOf } from '../amcl/temperature';
import type { Method } from '../method';
import type { MethodOptions } from '../method-options';
import { networksOf } from '../networks';
import { twoViews } from '../two-views';

/**
 * Barlow Twins (arXiv 2103.03230): the cross-correlation of the two views' embeddings over the batch is drawn to the identity; with
 * AMCL equation 2.3, whose temperature network sees an entry's products over the batch: its input has the batch's size.
 */
export function barlowTwins({
  method,
  amcl,
  encoder: encoderOptions,
  batchSize,
}: MethodOptions<'barlow-twins'>): Method {
  const encoder = resnet(encoderOptions);
  const { hidden, output } = method.projectionHead;
  const heads = headsOf(amcl, hidden ?? encoder.features, (size) =>
    projectionHead({ kind: 'barlow_twins', dims: [encoder.features, size, size, output] }),
  );
  const temperature = amcl && temperatureOf(amcl.temperature, batchSize);
  const { project, ...networks } = networksOf({
    encoder,
    projectionHead: heads,
    embeddingSize: output * headCount(amcl),
    others: temperature ? [temperature.specs] : [],
  });
  const { lambda } = method;
  return {
    ...networks,
    name: method.name,
    views: 2,
    loss: (features, scope) => {
      const [first, second] = twoViews(method.name, features);
      const z0 = project(first, scope);
      const z1 = project(second, scope);
      const value =
        amcl && temperature
          ? amclBarlowTwins(z0, z1, { temperature: temperature.grid(scope), beta: amcl.beta, lambda })
          : barlowTwinsLoss(z0, z1, { lambda });
      return { ...value, embedding: z0 };
    },
  };
}
