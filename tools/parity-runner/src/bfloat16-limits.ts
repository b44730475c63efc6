import { allowedDeviations, asInBfloat16, distance, DRAWS, type ParityCase } from '@amcl/parity';
import { randomStream } from '@amcl/random';
import * as tf from '@tensorflow/tfjs-core';
import type { Computed } from './adapter';
import { adapters } from './adapters';

/** How far each tensor of a case may be from what is expected, ||got - expected||, by `out.<name>` and `grad.<name>`. */
export type Limits = Readonly<Record<string, number>>;

/** The ops with convolutions, where bfloat16 begins. */
const ENCODERS: readonly string[] = ['resnet_cifar', 'resnet_imagenet'];

const FILTER_RANK = 4;

/**
 * What bfloat16 may do to a case of an encoder; null for any other, which stays float32 and has the case's own tolerance. It is
 * `allowedDeviations` times the root mean square, over some draws, of how far the case is from what is expected where its filters are
 * moved by the errors of bfloat16 (`asInBfloat16`). To be computed where the engine's precision is float32.
 */
export function bfloat16Limits(parityCase: ParityCase): Limits | null {
  const adapter = adapters[parityCase.op];
  if (!adapter || !ENCODERS.includes(parityCase.op)) return null;
  const squares: Record<string, number> = {};
  for (let draw = 0; draw < DRAWS; draw++)
    tf.tidy(() => {
      for (const [name, error] of Object.entries(errorsOf(parityCase, adapter(moved(parityCase, draw)))))
        squares[name] = (squares[name] ?? 0) + error ** 2 / DRAWS;
    });
  const sizes = new Map<string, number>(
    (['out', 'grad'] as const).flatMap((group) =>
      Object.entries(parityCase[group]).map(([name, { data }]) => [`${group}.${name}`, data.length] as const),
    ),
  );
  return Object.fromEntries(
    Object.entries(squares).map(([name, square]) => [name, allowedDeviations(sizes.get(name)!) * Math.sqrt(square)]),
  );
}

/** ||got - expected|| of every tensor of a case; infinite where nothing was computed, or not a number. */
export function errorsOf(parityCase: ParityCase, { out, grad = {} }: Computed): Limits {
  const errors = (group: 'out' | 'grad', computed: Computed['out']) =>
    Object.entries(parityCase[group]).map(
      ([name, { data }]) => [`${group}.${name}`, distance(computed[name] ?? [], data)] as const,
    );
  return Object.fromEntries([...errors('out', out), ...errors('grad', grad)]);
}

function moved(parityCase: ParityCase, draw: number): ParityCase {
  const param = Object.entries(parityCase.param).map(([name, tensor]) => {
    if (tensor.dtype !== 'F32' || tensor.shape.length !== FILTER_RANK) return [name, tensor] as const;
    const random = randomStream(1, `bfloat16/${name}`, draw);
    return [name, { ...tensor, data: asInBfloat16(tensor.data, () => random.normal()) }] as const;
  });
  return { ...parityCase, param: Object.fromEntries(param) };
}
