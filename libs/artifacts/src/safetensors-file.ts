import { open, type FileHandle } from 'node:fs/promises';
import { PREFIX, readHeader, readTensor, type Entry, type TensorData } from './safetensors';

/** A part of a safetensors file. */
export interface TensorParts {
  /** The tensors that were asked for. */
  readonly tensors: Readonly<Record<string, TensorData>>;
  /** Where every tensor lies in the file, bytes. */
  readonly places: Readonly<Record<string, { readonly start: number; readonly bytes: number }>>;
}

/**
 * Some tensors of a safetensors file, and where the others lie: those are not read.
 * @param name the file, for the errors
 * @throws UserError naming the file when it is truncated or damaged
 */
export async function readTensors(path: string, wanted: readonly string[], name: string): Promise<TensorParts> {
  const file = await open(path);
  try {
    const prefix = await readAt(file, 0, PREFIX);
    const length = prefix.length < PREFIX ? 0 : Number(new DataView(prefix.buffer).getBigUint64(0, true));
    const { size } = await file.stat();
    const { header, start } = readHeader(await readAt(file, 0, Math.min(size, PREFIX + length)), name);
    const tensors: Record<string, TensorData> = {};
    const places: Record<string, { start: number; bytes: number }> = {};
    for (const [key, value] of Object.entries(header)) {
      if (key === '__metadata__') continue;
      const entry = value as Entry;
      const [from, to] = entry.data_offsets;
      places[key] = { start: start + from, bytes: to - from };
      if (!wanted.includes(key)) continue;
      const bytes = await readAt(file, start + from, to - from);
      tensors[key] = readTensor(bytes, 0, key, { ...entry, data_offsets: [0, to - from] }, name);
    }
    return { tensors, places };
  } finally {
    await file.close();
  }
}

/** Fewer bytes where the file ends. */
async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
