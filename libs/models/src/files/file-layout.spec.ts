import { describe, expect, it } from 'vitest';
import { fromFile, toFile, WeightsMismatchError, type FileSpec } from './file-layout';

const specs: FileSpec[] = [
  { name: 'conv', shape: [2, 3, 4, 5], layout: 'conv' },
  { name: 'linear', shape: [3, 2], layout: 'linear' },
  { name: 'bias', shape: [4], layout: 'vector' },
  { name: 'running_mean', shape: [1] },
];
const count = (length: number) => Float32Array.from({ length }, (_, index) => index);
const values = { conv: count(120), linear: count(6), bias: count(4), running_mean: count(1) };

describe('toFile', () => {
  it('turns HWIO to OIHW and [in, out] to [out, in], and leaves vectors', () => {
    const file = toFile(specs, values);
    expect(file['conv']?.shape).toEqual([5, 4, 2, 3]);
    const [H, W, I, O] = [2, 3, 4, 5];
    for (let h = 0; h < H; h++)
      for (let w = 0; w < W; w++)
        for (let i = 0; i < I; i++)
          for (let o = 0; o < O; o++)
            expect(file['conv']?.data[((o * I + i) * H + h) * W + w]).toBe(values.conv[((h * W + w) * I + i) * O + o]);
    expect(file['linear']).toEqual({ dtype: 'F32', shape: [2, 3], data: Float32Array.of(0, 2, 4, 1, 3, 5) });
    expect(file['bias']?.data).toBe(values.bias);
  });

  it('names what it lacks', () => {
    expect(() => toFile(specs, { conv: values.conv })).toThrow(/values for linear but received conv/);
  });
});

describe('fromFile', () => {
  it('undoes toFile, whatever else is in the file', () => {
    const extra = { dtype: 'I64', shape: [], data: BigInt64Array.of(1n) };
    expect(fromFile(specs, { ...toFile(specs, values), num_batches_tracked: extra }, 'file')).toEqual(values);
  });

  const found = (data: unknown, dtype: string, shape: number[]) => () =>
    fromFile(
      [{ name: 'linear', shape: [3, 2], layout: 'linear' }],
      { linear: { dtype, shape, data } },
      'e.safetensors',
    );

  it.each([
    ['an absent tensor', () => fromFile(specs, {}, 'e.safetensors'), /tensor conv in e.safetensors/],
    [
      'the memory layout',
      found(count(6), 'F32', [3, 2]),
      /F32 \[2, 3\] for tensor linear of e.safetensors but found F32 \[3, 2\]/,
    ],
    ['another type', found(new Int32Array(6), 'I32', [2, 3]), /found I32 \[2, 3\]/],
  ])('refuses %s', (_, call, message) => {
    expect(call).toThrow(WeightsMismatchError);
    expect(call).toThrow(message);
  });
});
