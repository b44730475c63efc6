import { closeSync, openSync, readSync, fstatSync } from 'node:fs';
import { parseLine, type SpoolLine } from './spool-line';

/** A line with where it ends, in bytes of the file. */
export interface ReadLine {
  readonly line: SpoolLine;
  readonly end: number;
}

const CHUNK = 1 << 20;

/**
 * The whole lines of a file from a byte on, a chunk at a time. A line that is cut by a kill or a full disk is passed over.
 * What follows the last line break may be being written, and is left for the next time.
 */
export function* readLines(path: string, from: number): Generator<ReadLine> {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    let rest: Buffer = Buffer.alloc(0);
    let start = from;
    for (let at = from; at < size;) {
      const chunk = Buffer.alloc(Math.min(CHUNK, size - at));
      const bytes = readSync(file, chunk, 0, chunk.length, at);
      if (bytes === 0) return;
      at += bytes;
      rest = Buffer.concat([rest, chunk.subarray(0, bytes)]);
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        const line = parseLine(rest.toString('utf8', 0, end));
        rest = rest.subarray(end + 1);
        start += end + 1;
        if (line !== null) yield { line, end: start };
      }
    }
  } finally {
    closeSync(file);
  }
}
