import { open } from 'node:fs/promises';
import type { SourceContext } from './data-set';

/** Where the bytes of a stream belong in a file. */
export interface Place {
  readonly path: string;
  /** Bytes of the file that are there already and stay. */
  readonly from: number;
  /** Bytes of the whole file, for the progress. */
  readonly total: number;
}

/**
 * Writes a stream to a file and tells how far it is. What came before an error is on the disk.
 * @throws what the stream or the file throws, or the signal's reason
 */
export async function saveStream(
  stream: NodeJS.ReadableStream,
  { path, from, total }: Place,
  { signal, onDownload }: Pick<SourceContext, 'signal' | 'onDownload'>,
): Promise<void> {
  // A broken connection may be told of a second time, when the loop below listens no more.
  stream.on('error', () => undefined);
  const file = await open(path, from === 0 ? 'w' : 'a');
  try {
    let done = from;
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      signal.throwIfAborted();
      await file.write(chunk);
      done += chunk.length;
      onDownload(done, Math.max(done, total));
    }
    await file.sync();
  } finally {
    await file.close();
  }
}
