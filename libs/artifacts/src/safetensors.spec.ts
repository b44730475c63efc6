import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from './safetensors';

const tensors = {
  a: { dtype: 'U8' as const, shape: [3], data: Uint8Array.of(1, 2, 3) },
  b: { dtype: 'F32' as const, shape: [2, 2], data: Float32Array.of(1.5, -2, 0, NaN) },
  c: { dtype: 'I64' as const, shape: [], data: BigInt64Array.of(-7n) },
  d: { dtype: 'I32' as const, shape: [0], data: new Int32Array() },
};

describe('safetensors', () => {
  it('round-trips types, shapes, order and metadata', () => {
    const decoded = decodeSafetensors(encodeSafetensors(tensors, { step: '3' }), 'x');
    expect(decoded.tensors).toEqual(tensors);
    expect(Object.keys(decoded.tensors)).toEqual(['a', 'b', 'c', 'd']);
    expect(decoded.metadata).toEqual({ step: '3' });
  });

  it("reads a file of Python's safetensors, also at an odd offset in memory", () => {
    const file = readFileSync(join(__dirname, '../../../tools/parity/cases/sgd_1_cosine_warmup.safetensors'));
    const shifted = new Uint8Array(file.length + 1);
    shifted.set(file, 1);
    const { tensors: found, metadata } = decodeSafetensors(shifted.subarray(1), 'sgd');
    expect(JSON.parse(metadata['case'] ?? '')).toMatchObject({ op: 'sgd' });
    expect(found['out.lrs']?.dtype).toBe('F32');
  });

  it('copies a misaligned tensor of a Buffer, whose slice() does not copy', () => {
    const bytes = Buffer.from(encodeSafetensors({ a: tensors.a, b: tensors.b }));
    expect(decodeSafetensors(bytes, 'x').tensors).toEqual({ a: tensors.a, b: tensors.b });
  });

  it.each([
    ['an empty file', 0, /expected at least 8 bytes but found 0/],
    ['half a header', 40, /its header ends at byte \d+ but the file has 40 bytes/],
    ['half the data', 300, /Tensor b of part.bin should fill 16 bytes from byte 2\d\d, but the file has \d+ bytes/],
  ])('names the place where %s breaks off', (_title, length, message) => {
    const whole = encodeSafetensors(tensors);
    const cut = whole.subarray(0, length === 300 ? whole.length - 24 : length);
    expect(() => decodeSafetensors(cut, 'part.bin')).toThrow(message);
  });

  it('refuses data that do not fill the shape', () => {
    expect(() => encodeSafetensors({ a: { dtype: 'U8', shape: [4], data: Uint8Array.of(1) } })).toThrow(
      'Expected 4 elements for tensor a of shape [4] but received 1',
    );
  });
});
