import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { BlobMismatchError, UserError, writeBlobFrom, type BlobReference, type OnBytes } from '@amcl/artifacts';
import type { RemoteStore } from '@amcl/artifacts';
import { Patience } from './patience';
import { describeFailure, Refusal, refusalOf } from './refusal';

export interface RemoteStoreSetting {
  /** Base of the server's routes: `http://cache.example:8123`. */
  readonly uri: string;
  /** Empty for none. */
  readonly token: string;
  /** Told in a line why the cache is not used any more. */
  readonly say: (line: string) => void;
  /** Gives all transfers up, without a line. */
  readonly signal?: AbortSignal;
  /** Seconds that a request may stand still; 30 unless given. */
  readonly patience?: number;
}

/** Milliseconds before each further try of what may yet succeed. */
const PAUSES = [200, 1000];

const ignore = (): void => undefined;

/**
 * The client of `apps/cache-server`. After the first failure it says one line and asks no more: a server that is away costs a process
 * one wait. What may only be read is read on.
 */
export class HttpRemoteStore implements RemoteStore {
  readonly uri: string;
  private reads = true;
  private writes = true;

  constructor(private readonly setting: RemoteStoreSetting) {
    this.uri = setting.uri.replace(/\/+$/, '');
  }

  fetchBlob({ sha256 }: BlobReference, path: string, onBytes: OnBytes = ignore): Promise<boolean> {
    return this.read(false, async (patience) => {
      const answer = await this.get(`blobs/${sha256}`, patience);
      if (answer?.body == null) return false;
      await writeBlobFrom(path, patience.watch(answer.body, onBytes), sha256);
      return true;
    });
  }

  sendBlob({ sha256, bytes }: BlobReference, path: string, onBytes: OnBytes = ignore): Promise<boolean> {
    return this.write(async (patience) => {
      const there = await this.request('HEAD', `blobs/${sha256}`, patience);
      if (there.ok && there.headers.get('content-length') === String(bytes)) return;
      if (!there.ok && there.status !== 404) throw refusalOf(there, 'HEAD of a blob');
      await this.put(`blobs/${sha256}`, patience.watch(createReadStream(path), onBytes), bytes, patience);
    });
  }

  fetchWork(key: string): Promise<string | null> {
    return this.read(null, async (patience) => (await this.get(`works/${key}`, patience))?.text() ?? null);
  }

  sendWork(key: string, text: string): Promise<boolean> {
    return this.write((patience) => this.put(`works/${key}`, text, Buffer.byteLength(text), patience));
  }

  /** @returns null where the server does not have it */
  private async get(path: string, patience: Patience): Promise<Response | null> {
    const answer = await this.request('GET', path, patience);
    if (answer.ok) return answer;
    await answer.body?.cancel();
    if (answer.status === 404) return null;
    throw refusalOf(answer, `GET of ${path}`);
  }

  private async put(
    path: string,
    body: AsyncIterable<Uint8Array> | string,
    bytes: number,
    patience: Patience,
  ): Promise<void> {
    const answer = await this.request('PUT', path, patience, { body, bytes });
    await answer.body?.cancel();
    // 409: someone else was faster.
    if (!answer.ok && answer.status !== 409) throw refusalOf(answer, `PUT of ${path}`);
  }

  private request(
    method: string,
    path: string,
    { signal }: Patience,
    content?: { body: AsyncIterable<Uint8Array> | string; bytes: number },
  ): Promise<Response> {
    const { token } = this.setting;
    const headers: Record<string, string> = token === '' ? {} : { authorization: `Bearer ${token}` };
    if (content === undefined) return fetch(`${this.uri}/v1/${path}`, { method, headers, signal });
    headers['content-length'] = String(content.bytes);
    headers['content-type'] = typeof content.body === 'string' ? 'application/json' : 'application/octet-stream';
    return fetch(`${this.uri}/v1/${path}`, { method, headers, signal, body: content.body, duplex: 'half' });
  }

  private async read<T>(otherwise: T, attempt: (patience: Patience) => Promise<T>): Promise<T> {
    if (!this.reads) return otherwise;
    try {
      return await this.persist(attempt);
    } catch (error) {
      this.reads = this.writes = false;
      this.tell(error, 'this process goes on without it');
      return otherwise;
    }
  }

  private async write(attempt: (patience: Patience) => Promise<void>): Promise<boolean> {
    if (!this.writes) return false;
    try {
      await this.persist(attempt);
      return true;
    } catch (error) {
      this.writes = false;
      this.reads = error instanceof Refusal;
      this.tell(error, 'results stay on this machine');
      return false;
    }
  }

  /** Tries again, after each of the pauses, what may yet succeed. */
  private async persist<T>(attempt: (patience: Patience) => Promise<T>, pauses = PAUSES): Promise<T> {
    const [pause, ...later] = pauses;
    const patience = new Patience(this.setting.patience ?? 30, this.setting.signal);
    try {
      return await attempt(patience);
    } catch (error) {
      if (patience.signal.aborted) throw patience.signal.reason;
      if (pause === undefined || error instanceof Refusal || error instanceof UserError) throw error;
      await sleep(pause);
    } finally {
      patience.end();
    }
    return this.persist(attempt, later);
  }

  private tell(error: unknown, consequence: string): void {
    if (this.setting.signal?.aborted === true) return;
    const reason = error instanceof BlobMismatchError ? `sent a damaged blob. ${error.message}` : describeFailure(error);
    this.setting.say(`the cache at ${this.uri}: ${reason}; ${consequence}`);
  }
}
