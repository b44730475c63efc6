import { UserError } from './user-error';

/** Element types read and written, by their names in the safetensors format. */
const ARRAYS = { F32: Float32Array, I32: Int32Array, I64: BigInt64Array, U8: Uint8Array } as const;
type Dtype = keyof typeof ARRAYS;

/** A tensor in memory: row-major elements of `shape`. */
export type TensorData =
  | { dtype: 'F32'; shape: readonly number[]; data: Float32Array }
  | { dtype: 'I32'; shape: readonly number[]; data: Int32Array }
  | { dtype: 'I64'; shape: readonly number[]; data: BigInt64Array }
  | { dtype: 'U8'; shape: readonly number[]; data: Uint8Array };

/** The content of a safetensors file. */
export interface Safetensors {
  readonly tensors: Readonly<Record<string, TensorData>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Of a tensor in the header. */
export interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** Bytes before the header, which hold its length. */
export const PREFIX = 8;

/** The bytes of a safetensors file, as {@link safetensorsParts}, in one array. */
export function encodeSafetensors(
  tensors: Readonly<Record<string, TensorData>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const parts = safetensorsParts(tensors, metadata);
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/**
 * The parts of a safetensors file in order, to be written one after the other: https://huggingface.co/docs/safetensors. The first is
 * the header, padded so that the data starts on a multiple of 8 bytes; the others are the bytes of `tensors` in their order, not copied.
 */
export function safetensorsParts(
  tensors: Readonly<Record<string, TensorData>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array[] {
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  let length = 0;
  for (const [name, { dtype, shape, data }] of Object.entries(tensors)) {
    const elements = shape.reduce((product, size) => product * size, 1);
    if (elements !== data.length)
      throw new Error(
        `Expected ${elements} elements for tensor ${name} of shape [${shape.join(', ')}] but received ${data.length}`,
      );
    header[name] = { dtype, shape, data_offsets: [length, length + data.byteLength] };
    length += data.byteLength;
  }
  const text = Buffer.from(JSON.stringify(header));
  const headerLength = Math.ceil(text.length / 8) * 8;
  const head = new Uint8Array(PREFIX + headerLength).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(headerLength), true);
  head.set(text, PREFIX);
  return [
    head,
    ...Object.values(tensors).map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ];
}

/**
 * The tensors of a safetensors file. Their data are views of `bytes` where the alignment allows it, else copies.
 * @param name the file, for the errors
 * @throws UserError naming file and byte offset when the file is truncated, damaged or of an unknown element type
 */
export function decodeSafetensors(bytes: Uint8Array, name: string): Safetensors {
  const { header, start } = readHeader(bytes, name);
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors: Record<string, TensorData> = {};
  for (const [key, entry] of Object.entries(entries))
    tensors[key] = readTensor(bytes, start, key, entry as Entry, name);
  return { tensors, metadata: metadata as Record<string, string> };
}

/** @param bytes the file's first ones, at least to the end of the header */
export function readHeader(bytes: Uint8Array, name: string): { header: Record<string, unknown>; start: number } {
  const damaged = (problem: string): UserError =>
    new UserError(
      `${name} is not a whole safetensors file: ${problem}. It is truncated or damaged: make or fetch it again.`,
    );
  if (bytes.length < PREFIX) throw damaged(`expected at least ${PREFIX} bytes but found ${bytes.length}`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const start = PREFIX + length;
  if (start > bytes.length) throw damaged(`its header ends at byte ${start} but the file has ${bytes.length} bytes`);
  try {
    const header: unknown = JSON.parse(Buffer.from(bytes.subarray(PREFIX, start)).toString());
    if (header === null || typeof header !== 'object' || Array.isArray(header)) throw new Error('not an object');
    return { header: header as Record<string, unknown>, start };
  } catch {
    throw damaged(`its header, bytes ${PREFIX} to ${start}, is not JSON`);
  }
}

/** @param start of the data in `bytes` */
export function readTensor(bytes: Uint8Array, start: number, key: string, entry: Entry, name: string): TensorData {
  const { dtype, shape } = entry;
  if (!(dtype in ARRAYS))
    throw new UserError(
      `Expected type ${Object.keys(ARRAYS).join(', ')} for tensor ${key} of ${name} but found ${dtype}.`,
    );
  const ArrayType = ARRAYS[dtype as Dtype];
  const [from, to] = entry.data_offsets.map((offset) => start + offset) as [number, number];
  const length = shape.reduce((product, size) => product * size, 1) * ArrayType.BYTES_PER_ELEMENT;
  if (to > bytes.length || to - from !== length)
    throw new UserError(
      `Tensor ${key} of ${name} should fill ${length} bytes from byte ${from}, but the file has ${bytes.length} bytes and ` +
        `the header gives it ${to - from}. The file is truncated or damaged: make or fetch it again.`,
    );
  const slice = bytes.subarray(from, to);
  const aligned = slice.byteOffset % ArrayType.BYTES_PER_ELEMENT === 0 ? slice : new Uint8Array(slice);
  const data = new ArrayType(aligned.buffer as ArrayBuffer, aligned.byteOffset, length / ArrayType.BYTES_PER_ELEMENT);
  return { dtype, shape, data } as TensorData;
}
