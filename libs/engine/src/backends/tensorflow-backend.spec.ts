import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { openEngine } from '../open-engine';
import { conv2d } from '../ops/conv2d';

beforeAll(() => openEngine({ backend: 'tensorflow', precision: 'bfloat16' }));

it('reads numbers of bfloat16 as float32, and leaves nothing', async () => {
  const [image, filter] = [tf.fill([1, 2, 2, 1], 1 / 3), tf.ones([1, 1, 1, 1])];
  const { numTensors, numDataBuffers } = tf.memory();
  const third = conv2d(image, filter, { stride: 1, padding: 0 });
  const rounded = 171 / 512; // the nearest to 1 / 3 of eight bits
  expect([...third.dataSync()]).toEqual(Array(4).fill(rounded));
  expect([...(await third.data())]).toEqual(Array(4).fill(rounded));
  third.dispose();
  expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
});
