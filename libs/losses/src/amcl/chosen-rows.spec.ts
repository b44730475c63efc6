import { valueAndGradients } from '@amcl/engine';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { chosenRows } from './chosen-rows';
import { normals, rowsByHead, toTensor } from '../testing/doubles';
import { eachBackend } from '../testing/each-backend';

eachBackend('chosenRows', () => {
  it.each([
    { heads: 1, count: 2, anchors: 1, hardest: 1, dim: 1 },
    { heads: 2, count: 5, anchors: 3, hardest: 1, dim: 4 },
    { heads: 3, count: 4, anchors: 6, hardest: 4, dim: 2 },
  ])('takes rows head by head and adds their gradients up: $heads, $count, $anchors, $hardest, $dim', (sizes) => {
    const { heads, count, anchors, hardest, dim } = sizes;
    const rows = normals('rows', [heads, count, dim]);
    const weight = normals('weight', [heads * anchors * hardest, dim]);
    const index = Int32Array.from({ length: heads * anchors * hardest }, (_, i) => (i * 7 + (i % 3)) % count);
    const perHead = anchors * hardest;
    const want: number[] = [];
    const gradient = new Float64Array(heads * count * dim);
    index.forEach((row, place) => {
      const head = Math.floor(place / perHead);
      for (let i = 0; i < dim; i++) {
        want.push(rowsByHead(rows)[head]?.[row]?.[i] ?? NaN);
        const at = (head * count + row) * dim + i;
        gradient[at] = (gradient[at] ?? NaN) + (weight.data[place * dim + i] ?? NaN);
      }
    });
    tf.tidy(() => {
      const places = tf.tensor3d(index, [heads, anchors, hardest], 'int32');
      const { gradients, aux } = valueAndGradients(
        ({ x }) => {
          const chosen = chosenRows(x as tf.Tensor3D, places);
          return { loss: tf.sum(tf.mul(chosen, tf.reshape(toTensor(weight), chosen.shape))), aux: { chosen } };
        },
        { x: toTensor(rows) },
      );
      expect(aux.chosen.shape).toEqual([heads, anchors, hardest, dim]);
      expect([...aux.chosen.dataSync()]).toEqual(want);
      gradients['x']?.dataSync().forEach((value, at) => expect(value).toBeCloseTo(gradient[at] ?? NaN, 5));
    });
  });
});
