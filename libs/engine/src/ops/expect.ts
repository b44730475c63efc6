import type { Tensor } from '@tensorflow/tfjs-core';

/** The error that every op throws for an argument it cannot take. */
export function invalid(expected: string, name: string, received: unknown): Error {
  return new Error(`Expected ${expected} for ${name} but received ${String(received)}`);
}

/** @throws unless `tensor` is a float32 tensor of one of the ranks */
export function expectRank(tensor: Tensor, ranks: readonly number[], name: string): void {
  if (!ranks.includes(tensor.rank) || tensor.dtype !== 'float32')
    throw invalid(
      `a float32 tensor of rank ${ranks.join(' or ')}`,
      name,
      `a ${tensor.dtype} tensor of shape [${tensor.shape.join(', ')}]`,
    );
}

/** @throws unless `value` is an integer of at least `least` */
export function expectInteger(value: number, least: number, name: string): void {
  if (!Number.isInteger(value) || value < least) throw invalid(`an integer of at least ${least}`, name, value);
}

/** @throws unless `vector`, where there is one, has shape [channels] */
export function expectChannels(vector: Tensor | null, channels: number, name: string): void {
  if (vector !== null && (vector.rank !== 1 || vector.shape[0] !== channels))
    throw invalid(`a tensor of shape [${channels}] (the channels of x)`, name, `shape [${vector.shape.join(', ')}]`);
}
