import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { partsOf, type Bytes } from './bytes';

/** Bytes that are read at once: with the usual 64 KiB hashing a large file takes a third longer. */
const CHUNK = 1 << 20;

/** SHA-256 of bytes, or of a string's UTF-8, in lower-case hex (64 characters). */
export function sha256(data: Bytes | string): string {
  const hash = createHash('sha256');
  for (const part of partsOf(data)) hash.update(part);
  return hash.digest('hex');
}

/** SHA-256 of a file, read as a stream, in lower-case hex. */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: CHUNK }), hash);
  return hash.digest('hex');
}

/** JSON without white space and with the keys of every object sorted: equal values give equal strings. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** SHA-256 of a value's canonical JSON. */
export function digest(value: unknown): string {
  return sha256(canonicalJson(value));
}
