import { open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { BlobMismatchError, UserError, writeBlobFrom, type BlobReference, type OnBytes } from '@amcl/artifacts';
import type { RemoteStore } from '@amcl/artifacts';
import { Patience } from './patience';
import { describeFailure, Refusal, refusalOf } from './refusal';
import { request, type Content } from './request';

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
      if (answer === null) return false;
      await writeBlobFrom(path, patience.watch(answer as AsyncIterable<Uint8Array>, onBytes), sha256);
      return true;
    });
  }

  sendBlob({ sha256, bytes }: BlobReference, path: string, onBytes: OnBytes = ignore): Promise<boolean> {
    return this.write(async (patience) => {
      const head = await this.request('HEAD', `blobs/${sha256}`, patience);
      await readOut(head);
      const { statusCode: there = 0, headers } = head;
      if (there === 200 && headers['content-length'] === String(bytes)) return;
      if (there !== 200 && there !== 404) throw refusalOf(there, 'HEAD of a blob');
      const file = await open(path);
      const body = patience.watch(file.createReadStream(), onBytes); // which closes the file
      await this.put(`blobs/${sha256}`, { body, bytes, type: 'application/octet-stream' }, patience);
    });
  }

  fetchWork(key: string): Promise<string | null> {
    return this.read(null, async (patience) => {
      const answer = await this.get(`works/${key}`, patience);
      return answer === null ? null : await text(answer);
    });
  }

  sendWork(key: string, work: string): Promise<boolean> {
    const content: Content = { body: work, bytes: Buffer.byteLength(work), type: 'application/json' };
    return this.write((patience) => this.put(`works/${key}`, content, patience));
  }

  /** @returns null where the server does not have it */
  private async get(path: string, patience: Patience): Promise<IncomingMessage | null> {
    const answer = await this.request('GET', path, patience);
    if (answer.statusCode === 200) return answer;
    await readOut(answer);
    if (answer.statusCode === 404) return null;
    throw refusalOf(answer.statusCode ?? 0, `GET of ${path}`);
  }

  private async put(path: string, content: Content, patience: Patience): Promise<void> {
    const answer = await this.request('PUT', path, patience, content);
    const { statusCode: status = 0 } = answer;
    // 409: someone else was faster.
    if (status === 200 || status === 409) await readOut(answer);
    else {
      answer.destroy(); // it may have come before the upload was through
      throw refusalOf(status, `PUT of ${path}`);
    }
  }

  private request(
    method: 'GET' | 'HEAD' | 'PUT',
    path: string,
    { signal }: Patience,
    content?: Content,
  ): Promise<IncomingMessage> {
    return request(method, `${this.uri}/v1/${path}`, { token: this.setting.token, signal, content });
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
    const reason =
      error instanceof BlobMismatchError ? `sent a damaged blob. ${error.message}` : describeFailure(error);
    this.setting.say(`the cache at ${this.uri}: ${reason}; ${consequence}`);
  }
}

/** An answer that is not read to its end, even an empty one, holds its connection, and that the process. */
async function readOut(answer: IncomingMessage): Promise<void> {
  await finished(answer.resume());
}
