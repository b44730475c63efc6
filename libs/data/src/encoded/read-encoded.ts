import { closeSync, openSync, readSync } from 'node:fs';
import { UserError } from '@amcl/artifacts';
import type { EncodedSplit } from '../split';

/**
 * The file of an image. Blocks the thread for as long as the disk takes: it is meant for worker threads, which have nothing else to do. The
 * shard is opened anew each time, some microseconds, for a large data set has more shards than a process may have open files.
 * @throws UserError when the shard is not there any more
 */
export function readEncoded({ shards, table }: Pick<EncodedSplit, 'shards' | 'table'>, index: number): Uint8Array {
  const path = shards[table.shard[index] ?? -1];
  const length = table.length[index];
  if (path === undefined || length === undefined)
    throw new RangeError(`Expected an image below ${table.shard.length} but received ${index}`);
  const bytes = new Uint8Array(length);
  const position = table.offset[index] ?? 0;
  try {
    const file = openSync(path, 'r');
    try {
      for (let filled = 0; filled < length;) {
        const read = readSync(file, bytes, filled, length - filled, position + filled);
        if (read === 0) throw new Error(`it ends at byte ${position + filled}`);
        filled += read;
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UserError(`Cannot read image ${index} from ${path}: ${message}. Run the same command again.`, {
      cause: error,
    });
  }
  return bytes;
}
