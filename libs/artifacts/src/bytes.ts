/** Bytes in memory, of which those of a list follow each other: a large file needs no second copy of its parts. */
export type Bytes = Uint8Array | readonly Uint8Array[];

/** The parts of bytes or of a string's UTF-8. */
export function partsOf(data: Bytes | string): readonly (Uint8Array | string)[] {
  return typeof data === 'string' || data instanceof Uint8Array ? [data] : data;
}
