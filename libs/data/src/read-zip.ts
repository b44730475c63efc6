import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { UserError } from '@amcl/artifacts';
import type { Entry } from 'yauzl';

/** A zip archive whose files are read one by one, wherever they lie in it; nothing is unpacked to disk. */
export interface ZipArchive {
  /** Paths of its files, in the archive's order. */
  readonly names: readonly string[];
  /**
   * The bytes of a file, checked against their CRC-32; several may be read at a time.
   * @throws Error when there is no such file or its bytes are damaged
   */
  read(this: void, name: string): Promise<Uint8Array>;
  close(this: void): void;
}

/**
 * Reads the directory of an archive.
 * @param mend what to do when the archive is not whole, for the error
 * @throws UserError when it is no zip archive, or truncated
 */
export async function openZip(archive: string, mend: string): Promise<ZipArchive> {
  const { openPromise } = await import('yauzl');
  try {
    const zip = await openPromise(archive, { autoClose: false });
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry);
    return {
      names: [...entries.keys()],
      read: async (name) => {
        const entry = entries.get(name);
        if (entry === undefined) throw new Error(`${archive} has no file ${name}`);
        const bytes = await buffer(await zip.openReadStreamPromise(entry));
        if (crc32(bytes) !== entry.crc32) throw new Error('its CRC-32 is not that of the archive');
        return bytes;
      },
      close: () => zip.close(),
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UserError(`${archive} is no whole zip archive: ${message}. ${mend}`, { cause: error });
  }
}
