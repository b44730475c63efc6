import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { openEngine } from '@amcl/engine';
import { barlowTwins } from '@amcl/losses';
import { prefixedScope, projectionHead, trainingScope } from '@amcl/models';
import { createMethod } from '../create-method';
import { differentiate, METHODS, tiny, view, weightsOf } from '../testing/tiny';

beforeAll(() => openEngine({ backend: 'cpu' }));

it("is Barlow Twins' loss of the two views' embeddings", () => {
  tf.tidy(() => {
    const method = createMethod(tiny({ ...METHODS['barlow-twins'], lambda: 0.02 }));
    const weights = weightsOf(method);
    const scope = trainingScope(weights);
    const head = projectionHead({ kind: 'barlow_twins', dims: [8, 6, 6, 5] });
    const z = [view(1), view(2)].map((x) =>
      head.forward(method.encode(x, scope), prefixedScope('projection_head.', scope)),
    ) as [tf.Tensor, tf.Tensor];
    const want = barlowTwins(...z, { lambda: 0.02 }).loss;
    const { loss } = differentiate(method, weights, [view(1), view(2)]);
    expect(loss.dataSync()[0]).toBeCloseTo(want.dataSync()[0] ?? NaN, 5);
  });
});
