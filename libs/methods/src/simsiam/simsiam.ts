import { amclSimsiam, negativeCosine } from '@amcl/losses';
import { prefixed, prefixedScope, projectionHead, resnet } from '@amcl/models';
import { headCount, headsOf } from '../amcl/heads';
import { temperatureOf } from '../amcl/temperature';
import type { Method } from '../method';
import type { MethodOptions } from '../method-options';
import { networksOf } from '../networks';
import { PREDICTION_PREFIX } from '../parts';
import { twoViews } from '../two-views';

/**
 * SimSiam (arXiv 2011.10566): each view's prediction is compared with the other view's projection, where the gradient stops; with
 * AMCL equation 2.2, each head with a projection and a prediction of its own.
 */
export function simsiam({ method, amcl, encoder: encoderOptions }: MethodOptions<'simsiam'>): Method {
  const encoder = resnet(encoderOptions);
  const { layers, hidden, output } = method.projectionHead;
  const heads = headsOf(amcl, hidden ?? encoder.features, (size) => {
    const between = Array.from({ length: layers - 1 }, () => size);
    return projectionHead({ kind: 'simsiam', dims: [encoder.features, ...between, output] });
  });
  const prediction = headsOf(amcl, method.predictionHead.hidden, (size) =>
    projectionHead({ kind: 'simsiam_prediction', dims: [output, size, output] }),
  );
  const temperature = amcl && temperatureOf(amcl.temperature, output);
  const { project, ...networks } = networksOf({
    encoder,
    projectionHead: heads,
    embeddingSize: output * headCount(amcl),
    others: [prefixed(PREDICTION_PREFIX, prediction), ...(temperature ? [temperature.specs] : [])],
  });
  return {
    ...networks,
    name: method.name,
    views: 2,
    loss: (features, scope) => {
      const [first, second] = twoViews(method.name, features);
      const predictionScope = prefixedScope(PREDICTION_PREFIX, scope);
      const z0 = project(first, scope);
      const p0 = prediction.forward(z0, predictionScope);
      const z1 = project(second, scope);
      const p1 = prediction.forward(z1, predictionScope);
      const value =
        amcl && temperature
          ? amclSimsiam(p0, z1, p1, z0, { temperature: temperature.pairs(scope), beta: amcl.beta })
          : negativeCosine(p0, z1, p1, z0);
      return { ...value, embedding: z0 };
    },
  };
}
