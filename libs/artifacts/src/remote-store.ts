import type { BlobReference } from './blob-store';

/** Told of the bytes of a transfer as they pass. */
export type OnBytes = (bytes: number) => void;

/**
 * Finished works and their blobs on another machine (`libs/remote-store` has the client, `apps/cache-server` the server). It only saves
 * work, so nothing of it throws: what cannot be had or kept there is `false` or null, and whoever made the store is told why.
 */
export interface RemoteStore {
  /** Where it is, for messages: `http://cache.example:8123`. */
  readonly uri: string;
  /**
   * Writes a blob to `path`: under a temporary name first, its bytes checked by their digest.
   * @returns whether it is at `path` now
   */
  fetchBlob(blob: BlobReference, path: string, onBytes?: OnBytes): Promise<boolean>;
  /**
   * Sends the blob at `path`, whose bytes are checked there; nothing is sent where it is there already.
   * @returns whether it is there now
   */
  sendBlob(blob: BlobReference, path: string, onBytes?: OnBytes): Promise<boolean>;
  /** The text of a finished work ({@link StageStore}), unchecked. */
  fetchWork(key: string): Promise<string | null>;
  /**
   * Sends a finished work, in the place of an older one; its blobs must be there.
   * @returns whether it is there now
   */
  sendWork(key: string, text: string): Promise<boolean>;
}
