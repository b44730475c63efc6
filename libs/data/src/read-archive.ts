import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UserError } from '@amcl/artifacts';
import { ArchiveScan, type ArchivePiece, type Wanted } from './archive-scan';

export type { ArchivePiece, Wanted } from './archive-scan';

/** Bytes that are unpacked at once. */
const CHUNK = 1 << 18;

/**
 * The wanted files of a `.tar.gz`, in the order of `names`, a piece in memory at a time. The archive is read once if it has them
 * in that order, again from its start where it has not.
 * @throws UserError naming the archive, the file in it and the offset when it is truncated or damaged, or a file is missing
 */
export async function* readPieces(archive: string, wanted: Wanted): AsyncGenerator<ArchivePiece, void, undefined> {
  const left = [...wanted.names];
  while (left.length > 0) {
    const before = left.length;
    for await (const piece of scanPieces(archive, wanted)) {
      if (piece.name !== left[0]) continue;
      if (piece.isLast) left.shift();
      yield piece;
      if (left.length === 0) return;
    }
    if (left.length === before)
      throw new UserError(`Expected a file ${left[0] ?? ''} in ${archive} but it has none. ${wanted.mend}`);
  }
}

/**
 * The wanted files of a `.tar.gz` in the archive's own order, read to its end so that all its checksums are checked.
 * @throws UserError as {@link readPieces}, except that a missing file is no error
 */
export async function* scanPieces(archive: string, wanted: Wanted): AsyncGenerator<ArchivePiece, void, undefined> {
  const scan = new ArchiveScan(archive, wanted);
  const { size } = await stat(archive);
  const gunzip = createGunzip({ chunkSize: CHUNK });
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
