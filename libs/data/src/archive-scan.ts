import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { UserError } from '@amcl/artifacts';
import { Parser, type ReadEntry } from 'tar';

/** A file of an archive, or a part of one. */
export interface ArchivePiece {
  /** Of the file, without its folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Bytes of the file before this piece. */
  readonly offset: number;
  /** Whether it is the last one of its file. */
  readonly isLast: boolean;
}

/** The files that are wanted of an archive, by their names without folders. */
export interface Wanted {
  readonly names: readonly string[];
  /** What to do when the archive is not whole, for the errors. */
  readonly mend: string;
  /** Size in bytes that files must have, where it is known. */
  readonly sizes?: ReadonlyMap<string, number>;
  /** MD5 that files must have, where it is known: the last piece of one that has another is not given. */
  readonly md5s?: ReadonlyMap<string, string>;
  /** Bytes of a piece; the last one of a file has what is left. Files come whole unless given. */
  readonly pieceBytes?: number;
}

/** Tar's events as a queue: the parser is fed by hand, so that what is read ahead is one chunk. */
export class ArchiveScan {
  /** Path of the file being read. */
  current: string | null = null;
  private readonly parser = new Parser({ strict: true, onReadEntry: (entry) => this.onEntry(entry) });
  private finished: ArchivePiece[] = [];
  private error: Error | null = null;

  constructor(
    private readonly archive: string,
    private readonly wanted: Wanted,
  ) {
    this.parser.on('error', (error: Error) => (this.error ??= error));
  }

  /** @throws what is wrong with the archive up to here */
  write(chunk: Buffer): void {
    this.parser.write(chunk);
    if (this.error !== null) throw this.error;
  }

  /** @throws what is wrong with the archive's end */
  end(): void {
    this.parser.end();
    if (this.error !== null) throw this.error;
  }

  /** The pieces that have been read since the last call. */
  take(): ArchivePiece[] {
    const taken = this.finished;
    this.finished = [];
    return taken;
  }

  private onEntry(entry: ReadEntry): void {
    const name = basename(entry.path);
    const { names, sizes } = this.wanted;
    this.current = entry.path;
    if (!names.includes(name)) return void entry.resume();
    const expected = sizes?.get(name) ?? entry.size;
    if (entry.size === expected) return this.collect(entry, name);
    this.fail(`Expected ${expected} bytes in ${entry.path} of ${this.archive} but found ${entry.size}.`);
    entry.resume();
  }

  private collect(entry: ReadEntry, name: string): void {
    const { pieceBytes = Infinity, md5s } = this.wanted;
    const hash = md5s?.has(name) === true ? createHash('md5') : null;
    let offset = 0;
    let filled = 0;
    let bytes = new Uint8Array(Math.min(pieceBytes, entry.size));
    const isLast = (): boolean => offset + bytes.length === entry.size;
    const finish = (): void => {
      this.finished.push({ name, bytes, offset, isLast: isLast() });
      offset += bytes.length;
      filled = 0;
      bytes = new Uint8Array(Math.min(pieceBytes, entry.size - offset));
    };
    entry.on('data', (chunk: Uint8Array) => {
      hash?.update(chunk);
      for (let from = 0; from < chunk.length;) {
        const taken = chunk.subarray(from, from + bytes.length - filled);
        bytes.set(taken, filled);
        filled += taken.length;
        from += taken.length;
        if (filled === bytes.length && !isLast()) finish();
      }
    });
    entry.on('end', () => {
      if (hash !== null) this.checkMd5(name, hash.digest('hex'));
      finish();
    });
  }

  private checkMd5(name: string, found: string): void {
    const expected = this.wanted.md5s?.get(name);
    if (found !== expected)
      this.fail(`Expected md5 ${expected} of ${name} in ${this.archive}, the official one, but found ${found}.`);
  }

  private fail(message: string): void {
    this.error ??= new UserError(`${message} ${this.wanted.mend}`);
  }
}
