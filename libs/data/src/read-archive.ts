import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UserError } from '@amcl/artifacts';
import { Parser, type ReadEntry } from 'tar';

/** A file of an archive. */
export interface ArchiveEntry {
  /** Without its folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The files that are wanted of an archive, by their names without folders. */
export interface Wanted {
  readonly names: readonly string[];
  /** What to do when the archive is not whole, for the errors. */
  readonly mend: string;
  /** Size in bytes that every wanted file must have, if it is known. */
  readonly size?: number;
}

/**
 * The wanted files of a `.tar.gz`, in the order of `names`, one in memory at a time. The archive is read once if it has them
 * in that order, again from its start where it has not.
 * @throws UserError naming the archive, the file in it and the offset when it is truncated or damaged, or a file is missing
 */
export async function* readEntries(archive: string, wanted: Wanted): AsyncGenerator<ArchiveEntry, void, undefined> {
  const left = [...wanted.names];
  while (left.length > 0) {
    const before = left.length;
    for await (const entry of scanEntries(archive, wanted)) {
      if (entry.name !== left[0]) continue;
      left.shift();
      yield entry;
      if (left.length === 0) return;
    }
    if (left.length === before)
      throw new UserError(`Expected a file ${left[0] ?? ''} in ${archive} but it has none. ${wanted.mend}`);
  }
}

/**
 * The wanted files of a `.tar.gz` in the archive's own order, read to its end so that all its checksums are checked.
 * @throws UserError as {@link readEntries}, except that a missing file is no error
 */
export async function* scanEntries(archive: string, wanted: Wanted): AsyncGenerator<ArchiveEntry, void, undefined> {
  const scan = new Scan(archive, wanted);
  const { size } = await stat(archive);
  const gunzip = createGunzip();
  const inflated: AsyncIterable<Buffer> = pipeline(createReadStream(archive), gunzip, () => undefined);
  let offset = 0;
  try {
    for await (const chunk of inflated) {
      scan.write(chunk);
      offset += chunk.length;
      yield* scan.take();
    }
    scan.end();
    yield* scan.take();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof UserError) throw error;
    throw new UserError(
      `${archive} is truncated or damaged${scan.current === null ? '' : ` in ${scan.current}`}, at byte ${gunzip.bytesWritten} ` +
        `of ${size} (${offset} unpacked): ${error.message}. ${wanted.mend}`,
      { cause: error },
    );
  }
}

/** Tar's events as a queue: the parser is fed by hand, so that what is read ahead is one chunk. */
class Scan {
  /** Path of the file being read. */
  current: string | null = null;
  private readonly parser = new Parser({ strict: true, onReadEntry: (entry) => this.onEntry(entry) });
  private finished: ArchiveEntry[] = [];
  private error: Error | null = null;

  constructor(
    private readonly archive: string,
    private readonly wanted: Wanted,
  ) {
    this.parser.on('error', (error: Error) => (this.error ??= error));
  }

  write(chunk: Buffer): void {
    this.parser.write(chunk);
    if (this.error !== null) throw this.error;
  }

  end(): void {
    this.parser.end();
    if (this.error !== null) throw this.error;
  }

  /** The wanted files that have been read since the last call. */
  take(): ArchiveEntry[] {
    const taken = this.finished;
    this.finished = [];
    return taken;
  }

  private onEntry(entry: ReadEntry): void {
    const name = basename(entry.path);
    const { names, size, mend } = this.wanted;
    this.current = entry.path;
    if (!names.includes(name)) return void entry.resume();
    if (size !== undefined && entry.size !== size) {
      this.error ??= new UserError(
        `Expected ${size} bytes in ${entry.path} of ${this.archive} but found ${entry.size}. ${mend}`,
      );
      return void entry.resume();
    }
    const bytes = new Uint8Array(entry.size);
    let offset = 0;
    entry.on('data', (chunk) => {
      bytes.set(chunk, offset);
      offset += chunk.length;
    });
    entry.on('end', () => this.finished.push({ name, bytes }));
  }
}
