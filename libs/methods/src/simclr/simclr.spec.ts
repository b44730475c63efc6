import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { openEngine } from '@amcl/engine';
import { amclInfoNce, amclSimclr, ntXent } from '@amcl/losses';
import { prefixedScope, projectionHead, temperatureNetwork, trainingScope } from '@amcl/models';
import { createMethod } from '../create-method';
import { differentiate, METHODS, tiny, view, weightsOf } from '../testing/tiny';

beforeAll(() => openEngine({ backend: 'cpu' }));

const valueOf = (x: tf.Tensor | undefined) => x?.dataSync()[0];

it("is NT-Xent of the two views' embeddings, each normalised by its own statistics", () => {
  tf.tidy(() => {
    const method = createMethod(tiny({ ...METHODS.simclr, temperature: 0.3 }));
    const weights = weightsOf(method);
    const head = projectionHead({ kind: 'simclr', dims: [8, 6, 5] });
    const z = [view(1), view(2)].map((x) => {
      const scope = trainingScope(weights);
      return head.forward(method.encode(x, scope), prefixedScope('projection_head.', scope));
    }) as [tf.Tensor, tf.Tensor];
    const want = ntXent(...z, { temperature: 0.3 }).loss;
    expect(valueOf(differentiate(method, weights, [view(1), view(2)]).loss)).toBe(valueOf(want));
  });
});

it('moves the running statistics by both views, the second after the first', () => {
  tf.tidy(() => {
    const method = createMethod(tiny(METHODS.simclr));
    const weights = weightsOf(method);
    const oneByOne = trainingScope(weights);
    for (const x of [view(1), view(2)]) method.module.forward(x, oneByOne);
    const { aux } = differentiate(method, weights, [view(1), view(2)]);
    const name = 'projection_head.layers.4.running_var';
    expect(aux[`buffer/${name}`]?.dataSync()).toEqual(oneByOne.buffers()[name]?.dataSync());
  });
});

it.each([false, true])('with AMCL is its loss over all heads, the positive among the candidates: %s', (among) => {
  tf.tidy(() => {
    const limits = { lower: 0.1, upper: 1.5 };
    const amcl = {
      heads: 2,
      beta: 0.2,
      hardest: 3,
      positiveAmongCandidates: among,
      temperature: { hidden: 4, ...limits },
    };
    const method = createMethod(tiny(METHODS.simclr, amcl));
    const weights = weightsOf(method);
    const network = temperatureNetwork({ input: 5, hidden: 4, ...limits });
    const head = projectionHead({ kind: 'simclr', dims: [8, 6, 5] });
    const scope = trainingScope(weights);
    const z = [view(1), view(2)].map((x) => {
      const features = method.encode(x, scope);
      return tf.stack([0, 1].map((c) => head.forward(features, prefixedScope(`projection_head.${c}.`, scope))));
    }) as [tf.Tensor, tf.Tensor];
    const want = (among ? amclInfoNce : amclSimclr)(...z, {
      temperature: (products) => network.ofPairs(products, prefixedScope('temperature.', scope)),
      beta: 0.2,
      hardest: 3,
    });
    const { loss, aux } = differentiate(method, weights, [view(1), view(2)]);
    expect(valueOf(loss)).toBeCloseTo(valueOf(want.loss) ?? NaN, 5);
    expect(aux['negativeTemperature']?.shape).toEqual([2, 16, 3]);
  });
});
