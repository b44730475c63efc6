import { describe, expect, it } from 'vitest';
import { philox } from './philox';

/** Random123, tests/kat_vectors, `philox4x32 10`: counter, key, expected. */
const KNOWN_ANSWERS = [
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
] as const;

describe('philox', () => {
  it.each(KNOWN_ANSWERS)('gives the published answer for counter %j and key %j', (counter, key, expected) => {
    const block = new Uint32Array(4);
    philox(Uint32Array.from(counter), Uint32Array.from(key), block);
    expect([...block]).toEqual([...expected]);
  });

  it('multiplies as 64-bit integers do', () => {
    const words = [0, 1, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
    for (const word of words) {
      const block = new Uint32Array(4);
      philox(Uint32Array.of(word, ~word, word ^ 0x55555555, 7), Uint32Array.of(word, 3), block);
      expect([...block]).toEqual(reference([word, ~word >>> 0, (word ^ 0x55555555) >>> 0, 7], [word, 3]));
    }
  });
});

/** The paper's definition, in BigInt. */
function reference(counter: number[], key: number[]): number[] {
  const mask = 0xffffffffn;
  let [a = 0n, b = 0n, c = 0n, d = 0n] = counter.map(BigInt);
  let [k = 0n, l = 0n] = key.map(BigInt);
  for (let round = 0; round < 10; round++) {
    const first = 0xd2511f53n * a;
    const second = 0xcd9e8d57n * c;
    [a, b, c, d] = [(second >> 32n) ^ b ^ k, second & mask, (first >> 32n) ^ d ^ l, first & mask];
    k = (k + 0x9e3779b9n) & mask;
    l = (l + 0xbb67ae85n) & mask;
  }
  return [a, b, c, d].map(Number);
}
