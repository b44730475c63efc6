import { openEngine } from '@amcl/engine';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect } from 'vitest';

/**
 * The tests of `body` on each backend, `auto` being tensorflow where the machine has it; each must leave as many tensors as it
 * found.
 */
export function eachBackend(name: string, body: () => void): void {
  describe.each(['auto', 'wasm', 'cpu'] as const)(`${name} on %s`, (backend) => {
    let before = 0;
    beforeAll(async () => {
      await openEngine({ backend });
    });
    beforeEach(() => {
      before = tf.memory().numTensors;
    });
    afterEach(() => {
      expect(tf.memory().numTensors).toBe(before);
    });
    body();
  });
}
