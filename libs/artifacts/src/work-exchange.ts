import type { BlobReference, BlobStore } from './blob-store';
import type { RemoteStore } from './remote-store';
import type { StageStore } from './stage-store';

/** What a transfer said of itself as it went on: bytes done and in all. */
export type OnTransfer = (done: number, total: number) => void;

/** Finished works on their way between this machine and a {@link RemoteStore}. */
export class WorkExchange {
  constructor(
    private readonly store: BlobStore,
    private readonly works: StageStore,
    readonly remote: RemoteStore,
  ) {}

  /**
   * Brings a work, and those of its files that are not here, whole or not at all: `StageStore.restore` has it then.
   * @returns bytes that came; null where the remote does not have all of it
   */
  async fetch(key: string, onTransfer: OnTransfer): Promise<number | null> {
    const text = await this.remote.fetchWork(key);
    const files = text === null ? null : this.works.filesOf(text);
    if (text === null || files === null) return null;
    const missing: BlobReference[] = [];
    for (const file of files) if (!(await this.store.has(file))) missing.push(file);
    const total = bytesOf(missing);
    let done = 0;
    // Also those that are here: they are as old as they are, and must not be collected while the others come.
    for (const blob of files)
      if (!(await this.store.fetch(blob, this.remote, (bytes) => onTransfer((done += bytes), total)))) return null;
    await this.works.write(key, text);
    return total;
  }

  /**
   * Sends a work that is here: its files first, so that a work that is there has them. Nothing is written where it is there already.
   * @returns bytes of files that went; null where there is no such work, or the remote does not take it
   */
  async send(key: string, onTransfer: OnTransfer): Promise<number | null> {
    const text = await this.works.read(key);
    const files = text === null ? null : this.works.filesOf(text);
    if (text === null || files === null) return null;
    const total = bytesOf(files);
    let done = 0;
    for (const blob of files) {
      const path = this.store.path(blob.sha256);
      if (!(await this.remote.sendBlob(blob, path, (bytes) => onTransfer((done += bytes), total)))) return null;
    }
    if (done === 0 && (await this.remote.fetchWork(key)) === text) return 0;
    return (await this.remote.sendWork(key, text)) ? done : null;
  }
}

function bytesOf(blobs: readonly BlobReference[]): number {
  return blobs.reduce((sum, { bytes }) => sum + bytes, 0);
}
