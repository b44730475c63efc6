import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { expectClose, spreadValues, toTensor } from '../testing/check-op';
import { eachBackend } from '../testing/each-backend';
import { valueAndGradients, type TensorMap } from '../value-and-gradients';
import { addUnsaved, concatUnsaved, reshapeUnsaved } from './unsaved';

type Op = (inputs: tf.Tensor[]) => tf.Tensor;
const OPS: Readonly<Record<string, { ours: Op; theirs: Op; inputs: number }>> = {
  addUnsaved: { ours: ([a, b]) => addUnsaved(a!, b!), theirs: ([a, b]) => tf.add(a!, b!), inputs: 2 },
  reshapeUnsaved: { ours: ([x]) => reshapeUnsaved(x!, [2, 12]), theirs: ([x]) => tf.reshape(x!, [2, 12]), inputs: 1 },
  concatUnsaved: { ours: (parts) => concatUnsaved(parts, 1), theirs: (parts) => tf.concat(parts, 1), inputs: 3 },
};

eachBackend('operations that keep no input', () => {
  it.each(Object.keys(OPS))("%s has the value and the gradients of tfjs's own, and keeps no input for them", (name) => {
    const { ours, theirs, inputs } = OPS[name]!;
    tf.tidy(() => {
      const parameters = Object.fromEntries(
        Array.from({ length: inputs }, (_, seed) => [`x${seed}`, toTensor(spreadValues([2, 3, 4], seed))]),
      );
      let kept = 0;
      const differentiate = (op: Op) =>
        valueAndGradients<TensorMap>((all) => {
          const before = tf.memory().numTensors;
          const y = tf.tidy(() => op(Object.values(all)));
          kept = tf.memory().numTensors - before - 1;
          const weights = toTensor(spreadValues(y.shape, 9));
          return { loss: tf.sum<tf.Scalar>(tf.mul(y, weights)), aux: { y } };
        }, parameters);
      const want = differentiate(theirs);
      const got = differentiate(ours);
      expect(kept).toBe(0);
      expect(got.aux['y']!.shape).toEqual(want.aux['y']!.shape);
      expectClose(got.aux['y']!, want.aux['y']!.dataSync(), 1e-6, 'value');
      for (const input of Object.keys(parameters))
        expectClose(got.gradients[input]!, want.gradients[input]!.dataSync(), 1e-6, `gradient of ${input}`);
    });
  });

  it('adds both gradients where both inputs are the same tensor', () => {
    tf.tidy(() => {
      const { gradients } = valueAndGradients(({ x }) => ({ loss: tf.sum<tf.Scalar>(addUnsaved(x!, x!)) }), {
        x: tf.ones([3]),
      });
      expectClose(gradients['x']!, [2, 2, 2], 0, 'gradient');
    });
  });
});
