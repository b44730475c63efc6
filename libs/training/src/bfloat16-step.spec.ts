import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { conv2d, openEngine, type Precision, type TensorMap } from '@amcl/engine';
import type { Method } from '@amcl/methods';
import { trainingScope, type Arrays } from '@amcl/models';
import { allowedDeviations, asInBfloat16, distance, DRAWS } from '@amcl/parity';
import { randomStream } from '@amcl/random';
import { flatten } from './flat-state';
import { Stepper } from './stepper';
import { tinyBatch, tinyMethod, tinyOptions } from './testing/tiny-method';
import { computeStep } from './train-step';
import { TrainingState, type StateArrays } from './training-state';

const BATCH = 16;
const SIZE = 16;

const head = { hidden: 5, output: 6 };
const tiny = (changes: Parameters<typeof tinyMethod>[0]) =>
  tinyMethod({ batchSize: BATCH, encoder: { width: 1 / 16 }, ...changes });
const METHODS: [string, Method][] = [
  ['SimCLR', tiny({})],
  [
    'MoCo with AMCL',
    tiny({
      method: { name: 'moco', queueSize: 37, momentum: 0.75, batchNormSplits: 1, projectionHead: head },
      amcl: { heads: 2 },
    }),
  ],
  ['SimSiam', tiny({ method: { name: 'simsiam', projectionHead: head, predictionHead: { hidden: 4 } } })],
  ['Barlow Twins', tiny({ method: { name: 'barlow-twins', projectionHead: head } })],
];

/** What a step leaves, by the names of `flatten`, and its loss. The slots are its gradients, but for the weight decay. */
async function stepIn(precision: Precision, method: Method, from: StateArrays, capture = false): Promise<Arrays> {
  await openEngine({ backend: 'tensorflow', precision });
  const state = TrainingState.fromArrays(method, from);
  const { lr, ...options } = tinyOptions(method);
  const stepper = new Stepper(method, state, { ...options, capture });
  const { loss } = stepper.step(tinyBatch(0, BATCH, SIZE), lr);
  stepper.dispose();
  const { buffers, slots } = state.toArrays();
  state.dispose();
  return { ...flatten<Float32Array>({ parameters: {}, buffers, slots }), loss: Float32Array.of(loss) };
}

/** The state with its convolutions' filters as bfloat16 has them. */
function moved({ module }: Method, { parameters, buffers, ...rest }: StateArrays, draw: number): StateArrays {
  const filters = new Set(
    [...module.parameters, ...module.buffers].flatMap(({ name, layout }) => (layout === 'conv' ? [name] : [])),
  );
  const of = (arrays: Arrays): Arrays =>
    Object.fromEntries(
      Object.entries(arrays).map(([name, values]) => {
        const random = randomStream(1, `bfloat16/${name}`, draw);
        return [name, filters.has(name) ? asInBfloat16(values, () => random.normal()) : values];
      }),
    );
  return { ...rest, parameters: of(parameters), buffers: of(buffers) };
}

beforeAll(() => openEngine({ backend: 'tensorflow' }));

describe('a step in bfloat16', () => {
  it.each(METHODS)(
    'has loss, gradients and statistics of one in float32 within its roundings: %s',
    async (_, method) => {
      const initial = TrainingState.initialize(method, 1);
      const from = initial.toArrays();
      initial.dispose();
      const exact = await stepIn('float32', method, from);
      const squares: Record<string, number> = {};
      for (let draw = 0; draw < DRAWS; draw++) {
        const other = await stepIn('float32', method, moved(method, from, draw));
        for (const [name, values] of Object.entries(exact))
          squares[name] = (squares[name] ?? 0) + distance(other[name]!, values) ** 2 / DRAWS;
      }
      for (const capture of [false, true]) {
        const got = await stepIn('bfloat16', method, from, capture);
        expect(got['loss']).not.toEqual(exact['loss']);
        for (const [name, values] of Object.entries(exact)) {
          const allowed = allowedDeviations(values.length) * Math.sqrt(squares[name]!);
          expect(distance(got[name]!, values), `${name}, capture ${capture}`).toBeLessThanOrEqual(allowed);
        }
      }
    },
  );

  it.each(METHODS)('keeps weights, statistics, slots and losses in float32: %s', async (_, method) => {
    await openEngine({ backend: 'tensorflow', precision: 'bfloat16' });
    const backend = tf.backend() as unknown as { typeOf(tensor: tf.Tensor): number };
    const [float32, bfloat16] = [1, 14]; // TensorFlow's numbers of types
    const type = (tensor: tf.Tensor) => backend.typeOf(tensor);
    const state = TrainingState.initialize(method, 1);
    const { shape, views } = tinyBatch(0, BATCH, SIZE);
    tf.tidy(() => {
      const images = views.map((view) => tf.tensor(view, [...shape], 'float32'));
      const { lr, ...options } = tinyOptions(method);
      const numbers = Object.entries(method.stepInputs?.({ step: 0, steps: 10, seed: 1 }) ?? {});
      const inputs: TensorMap = Object.fromEntries(
        [...numbers, ['lr', lr] as const].map(([name, value]) => [name, tf.scalar(value as number)]),
      );
      const { metrics, ...after } = computeStep(method, state, images, inputs, options);
      for (const [name, tensor] of Object.entries({ ...flatten(after), ...metrics }))
        expect(type(tensor), name).toBe(float32);
      const scope = trainingScope(state);
      expect(type(method.encode(images[0]!, scope))).toBe(float32);
      const filter = state.parameters['encoder.conv1.weight']!;
      expect(type(conv2d(images[0]!, filter, { stride: 1, padding: 1 }))).toBe(bfloat16);
    });
    state.dispose();
  });
});
