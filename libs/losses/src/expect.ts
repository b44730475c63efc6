import type * as tf from '@tensorflow/tfjs-core';

/** Embeddings that a loss compares row by row. @throws unless all of them have one shape [B, D] */
export function expectOneShape(op: string, tensors: Readonly<Record<string, tf.Tensor>>): void {
  const shapes = Object.values(tensors).map(({ shape }) => shape);
  if (shapes.every((shape) => shape.length === 2 && shape.join() === shapes[0]?.join())) return;
  const names = Object.keys(tensors)
    .join(', ')
    .replace(/, ([^,]*)$/, ' and $1');
  const received = shapes.map((shape) => `[${shape.join(', ')}]`).join(' and ');
  throw new Error(`Expected tensors of one shape [B, D] for ${names} of ${op} but received ${received}`);
}

/** @throws unless the number is above 0 and finite */
export function expectAbove0(op: string, name: string, value: number): void {
  if (!(value > 0 && value < Infinity))
    throw new Error(`Expected a number above 0 for ${name} of ${op} but received ${value}`);
}
