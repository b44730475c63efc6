import { valueAndGradients } from '@amcl/engine';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { hardestCandidates } from './hardest-candidates';
import { normals, rowsByHead, toTensor } from '../testing/doubles';
import { eachBackend } from '../testing/each-backend';
import { cosine } from '../testing/oracle';
import { unitRows } from './unit-rows';

eachBackend('hardestCandidates', () => {
  it.each([
    [1, 1, 1, 1],
    [2, 3, 5, 1],
    [2, 4, 7, 3],
    [3, 2, 6, 6],
  ])('orders by similarity: %i heads, %i anchors, the first of %i candidates: %i', (heads, count, size, hardest) => {
    const [anchors, candidates] = [normals('anchors', [heads, count, 4]), normals('candidates', [heads, size, 4])];
    const want = rowsByHead(anchors).map((rows, head) =>
      rows.map((anchor) => {
        const similarities = (rowsByHead(candidates)[head] ?? []).map((candidate) => cosine(anchor, candidate));
        const order = [...similarities.keys()].sort((a, b) => (similarities[b] ?? NaN) - (similarities[a] ?? NaN));
        return order.slice(0, hardest);
      }),
    );
    tf.tidy(() => {
      const index = hardestCandidates(unitRows(toTensor(anchors)), unitRows(toTensor(candidates)), { hardest });
      expect(index.dtype).toBe('int32');
      expect(index.arraySync()).toEqual(want);
    });
  });

  it('never chooses what is excluded, be it the most similar', () => {
    tf.tidy(() => {
      const rows = tf.tensor3d([1, 0, 1, 0, -1, 0, -1, 0], [1, 4, 2]);
      const excluded = tf.tensor2d([
        [1, 1, 0, 0],
        [1, 1, 1, 0],
        [0, 1, 1, 1],
        [1, 1, 1, 0],
      ]);
      const first = hardestCandidates(rows, rows, { hardest: 1, excluded }).dataSync();
      expect([...first].map((choice, anchor) => [2, 3].includes(choice) || anchor === 2)).not.toContain(false);
      expect([first[1], first[2], first[3]]).toEqual([3, 0, 3]);
    });
  });

  it('chooses candidates also among NaN, and goes on', () => {
    tf.tidy(() => {
      const rows = tf.fill<tf.Rank.R3>([2, 40, 3], NaN);
      for (const hardest of [1, 5, 39]) {
        const index = hardestCandidates(rows, rows, { hardest, excluded: tf.eye(40) }).dataSync();
        expect([...index].every((choice) => choice >= 0 && choice < 40)).toBe(true);
      }
    });
  });

  it('is a constant, and keeps nothing for a gradient', () => {
    tf.tidy(() => {
      const rows = unitRows(toTensor(normals('rows', [2, 5, 3])));
      let made = 0;
      const { gradients, aux } = valueAndGradients(
        ({ x }) => {
          const before = tf.memory().numTensors;
          const index = hardestCandidates(x as tf.Tensor3D, x as tf.Tensor3D, { hardest: 3 });
          made = tf.memory().numTensors - before;
          return { loss: tf.sum(tf.mul(x as tf.Tensor3D, tf.cast(index, 'float32'))), aux: { index } };
        },
        { x: rows },
      );
      expect(made).toBe(1);
      expect([...(gradients['x']?.dataSync() ?? [])]).toEqual([...aux.index.dataSync()]);
    });
  });
});
