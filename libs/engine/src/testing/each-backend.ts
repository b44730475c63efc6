import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect } from 'vitest';
import { openEngine } from '../open-engine';

/** The tests of `body` on each backend; each must leave as many tensors as it found. */
export function eachBackend(name: string, body: () => void): void {
  describe.each(['tensorflow', 'wasm', 'cpu'] as const)(`${name} on %s`, (backend) => {
    let before = { numTensors: 0, numDataBuffers: 0 };
    beforeAll(async () => {
      await openEngine({ backend });
    });
    beforeEach(() => {
      before = tf.memory();
    });
    afterEach(() => {
      const { numTensors, numDataBuffers } = tf.memory();
      expect({ numTensors, numDataBuffers }).toEqual({
        numTensors: before.numTensors,
        numDataBuffers: before.numDataBuffers,
      });
    });
    body();
  });
}
