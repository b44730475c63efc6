import { openEngine } from '@amcl/engine';
import { casesOf } from '@amcl/parity';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { crossEntropy } from './cross-entropy';
import { checkLeaks } from './testing/check-leaks';
import { checkLoss } from './testing/check-loss';
import { checkParity } from './testing/check-parity';
import { normals, rowsOf, type DoublesMap } from './testing/doubles';
import { eachBackend } from './testing/each-backend';
import { mean, numbers, sum, type OracleValue } from './testing/oracle';
import { refuses } from './testing/refusals';

/** The share of the right class, by its definition, row by row. */
function oracle(labels: readonly number[]): (values: DoublesMap) => OracleValue {
  return (values) => {
    const losses = rowsOf(values['logits']).map((row, image) => {
      const shares = numbers(row).map(Math.exp);
      return -Math.log((shares[labels[image] ?? 0] ?? NaN) / sum(shares));
    });
    return { loss: mean(losses), statistics: {} };
  };
}

const ofLabels =
  (labels: readonly number[]) =>
  ({ logits }: Readonly<Record<string, tf.Tensor>>) => ({
    loss: crossEntropy(logits!, tf.tensor1d([...labels], 'int32')),
    statistics: {},
  });

eachBackend('crossEntropy', () => {
  it.each(casesOf('cross_entropy'))("is PyTorch's in $name", (parityCase) => {
    checkParity(parityCase, {
      loss: ({ logits, labels }) => ({ loss: crossEntropy(logits!, labels!), statistics: {} }),
    });
  });
});

describe('crossEntropy', () => {
  beforeAll(() => openEngine({ backend: 'cpu' }));

  it.each([[[0]], [[2, 0, 1, 2]], [[4, 4, 4, 0, 3, 1, 2]]])('is the mean of the definition for labels %j', (labels) => {
    checkLoss({
      values: { logits: normals('logits', [labels.length, 5]) },
      loss: ofLabels(labels),
      oracle: oracle(labels),
    });
  });

  it('is the logarithm of the number of classes for equal logits, of any size', () => {
    tf.tidy(() => {
      for (const logit of [0, 3000, -3000])
        expect(crossEntropy(tf.fill([4, 8], logit), tf.tensor1d([0, 3, 7, 7], 'int32')).dataSync()[0]).toBeCloseTo(
          Math.log(8),
          3,
        );
    });
  });

  it('leaves no tensor but the loss, and the gradients', () => {
    const labels = tf.tensor1d([1, 0], 'int32');
    checkLeaks({ logits: tf.randomNormal([2, 3]) }, ({ logits }) => ({
      loss: crossEntropy(logits!, labels),
      statistics: {},
    }));
    labels.dispose();
  });

  const message = (logits: string, labels: string) =>
    `Expected logits [B, K] and int32 labels [B] for crossEntropy but received ${logits} and ${labels}`;
  refuses([
    [
      'labels of another number of images',
      () => crossEntropy(tf.ones([2, 3]), tf.zeros([3], 'int32')),
      message('[2, 3]', 'int32 [3]'),
    ],
    ['labels of another type', () => crossEntropy(tf.ones([2, 3]), tf.zeros([2])), message('[2, 3]', 'float32 [2]')],
    ['logits of another rank', () => crossEntropy(tf.ones([2]), tf.zeros([2], 'int32')), message('[2]', 'int32 [2]')],
  ]);
});
