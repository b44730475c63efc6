import { philox } from './philox';

const TWO_POW_32 = 0x1_0000_0000;
const BLOCK = 4;

/** Numbers that depend on nothing but the stream's key and how many were drawn before. */
export interface RandomStream {
  /** 0 .. 2^32 - 1. Draws one number. */
  uint32(): number;
  /** In [low, high), in steps of (high - low) / 2^32; low 0 and high 1 unless given. Draws one number. */
  uniform(low?: number, high?: number): number;
  /** 0 .. bound - 1, without bias, bound 1 .. 2^32. Draws one number, seldom more (what would bias is drawn again). */
  integer(bound: number): number;
  /** Standard normal (Box-Muller). Draws two numbers. */
  normal(): number;
}

/**
 * The random stream of (seed, domain, a, b, c). Streams of different arguments are independent, so that no number depends
 * on the order in which work is done or on who does it.
 *
 * Philox4x32-10 with key (seed, 32-bit FNV-1a of the domain's UTF-8) and counter (block, a, b, c).
 *
 * @param seed 0 .. 2^32 - 1
 * @param domain what the numbers are for, such as `view` or `init/conv1.weight`
 * @param a first coordinate, 0 .. 2^32 - 1, 0 unless given; so are b and c
 * @throws RangeError when a number is not a whole number of 32 bits
 */
export function randomStream(seed: number, domain: string, a = 0, b = 0, c = 0): RandomStream {
  return new PhiloxStream(
    Uint32Array.of(word(seed, 'seed'), fnv1a(domain)),
    Uint32Array.of(0, word(a, 'a'), word(b, 'b'), word(c, 'c')),
  );
}

class PhiloxStream implements RandomStream {
  private readonly block = new Uint32Array(BLOCK);
  private used = BLOCK;

  constructor(
    private readonly key: Uint32Array,
    private readonly counter: Uint32Array,
  ) {}

  uint32(): number {
    if (this.used === BLOCK) {
      philox(this.counter, this.key, this.block);
      this.counter[0] = (this.counter[0] ?? 0) + 1;
      this.used = 0;
    }
    return this.block[this.used++] ?? 0;
  }

  uniform(low = 0, high = 1): number {
    return low + (high - low) * (this.uint32() / TWO_POW_32);
  }

  integer(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > TWO_POW_32)
      throw new RangeError(`Expected a whole number of 1 to 2^32 for bound but received ${bound}`);
    const limit = TWO_POW_32 - (TWO_POW_32 % bound);
    let drawn = this.uint32();
    while (drawn >= limit) drawn = this.uint32();
    return drawn % bound;
  }

  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }
}

function word(value: number, name: string): number {
  if (!Number.isInteger(value) || value < 0 || value >= TWO_POW_32)
    throw new RangeError(`Expected a whole number of 0 to 2^32 - 1 for ${name} but received ${value}`);
  return value;
}

const hashes = new Map<string, number>();
const REMEMBERED = 1024;

/** FNV-1a, 32 bits, of the text's UTF-8. Remembered: a stream a view would hash `view` a hundred thousand times an epoch. */
function fnv1a(text: string): number {
  const known = hashes.get(text);
  if (known !== undefined) return known;
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  if (hashes.size < REMEMBERED) hashes.set(text, hash >>> 0);
  return hash >>> 0;
}
