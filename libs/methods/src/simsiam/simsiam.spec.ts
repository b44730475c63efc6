import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { openEngine } from '@amcl/engine';
import { negativeCosine } from '@amcl/losses';
import { prefixedScope, projectionHead, trainingScope } from '@amcl/models';
import { createMethod } from '../create-method';
import { differentiate, METHODS, tiny, view, weightsOf } from '../testing/tiny';

beforeAll(() => openEngine({ backend: 'cpu' }));

it("compares each view's prediction with the other view's projection", () => {
  tf.tidy(() => {
    const method = createMethod(tiny(METHODS.simsiam));
    const weights = weightsOf(method);
    const scope = trainingScope(weights);
    const projection = projectionHead({ kind: 'simsiam', dims: [8, 6, 5] });
    const prediction = projectionHead({ kind: 'simsiam_prediction', dims: [5, 4, 5] });
    const [[z0, p0], [z1, p1]] = [view(1), view(2)].map((x) => {
      const z = projection.forward(method.encode(x, scope), prefixedScope('projection_head.', scope));
      return [z, prediction.forward(z, prefixedScope('prediction_head.', scope))];
    }) as [[tf.Tensor, tf.Tensor], [tf.Tensor, tf.Tensor]];
    const want = negativeCosine(p0, z1, p1, z0).loss;
    const { loss, aux } = differentiate(method, weights, [view(1), view(2)]);
    expect(loss.dataSync()[0]).toBeCloseTo(want.dataSync()[0] ?? NaN, 6);
    expect([...(aux['embedding']?.dataSync() ?? [])]).toEqual([...z0.dataSync()]);
  });
});

it('takes a projection of three layers', () => {
  const method = createMethod(tiny({ name: 'simsiam', projectionHead: { layers: 3, hidden: 6, output: 5 } }));
  const matrices = method.module.parameters.filter(({ name }) => /^projection_head.*weight$/.test(name));
  expect(matrices.filter(({ layout }) => layout === 'linear').map(({ shape }) => shape)).toEqual([
    [8, 6],
    [6, 6],
    [6, 5],
  ]);
});
