import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { encodeSafetensors } from './safetensors';
import { readTensors } from './safetensors-file';

const path = join(mkdtempSync(join(tmpdir(), 'safetensors-')), 'a.safetensors');
const file = encodeSafetensors({
  offsets: { dtype: 'I64', shape: [2], data: BigInt64Array.of(0n, 5n) },
  odd: { dtype: 'U8', shape: [3], data: Uint8Array.of(7, 8, 9) },
  labels: { dtype: 'I32', shape: [2], data: Int32Array.of(-1, 2) },
  bytes: { dtype: 'U8', shape: [5], data: Uint8Array.of(1, 2, 3, 4, 5) },
});

it('reads some tensors, and says where the others lie', async () => {
  writeFileSync(path, file);
  const { tensors, places } = await readTensors(path, ['offsets', 'labels'], 'a');
  expect(Object.keys(tensors)).toEqual(['offsets', 'labels']);
  expect(tensors['offsets']?.data).toEqual(BigInt64Array.of(0n, 5n));
  expect(tensors['labels']?.data).toEqual(Int32Array.of(-1, 2));
  const { start, bytes } = places['bytes'] ?? { start: 0, bytes: 0 };
  expect([...file.subarray(start, start + bytes)]).toEqual([1, 2, 3, 4, 5]);
});

it.each([
  [3, /at least 8 bytes but found 3/],
  [40, /its header ends at byte \d+ but the file has 40 bytes/],
  [file.length - 12, /labels of a should fill 8 bytes/],
])('refuses a file that ends after %s bytes', async (length, message) => {
  writeFileSync(path, file.subarray(0, length));
  await expect(readTensors(path, ['offsets', 'labels'], 'a')).rejects.toThrow(message);
});
