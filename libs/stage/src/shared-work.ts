import type { WorkExchange } from '@amcl/artifacts';
import type { StageName } from './stage';
import type { StageEvent } from './stage-event';

/** Bytes above which a transfer shows how far it is. */
const LARGE = 50e6;
/** Bytes between two reports of progress. */
const TURN = 5e6;

/** A finished work that is asked for at, or sent to, a remote store, with a line of what went over the wire. */
export class SharedWork {
  constructor(
    private readonly exchange: WorkExchange,
    private readonly key: string,
    private readonly stage: StageName,
    private readonly emit: (event: StageEvent) => void,
  ) {}

  /** Brings it to the store, from where it can be restored. @returns whether it is there now */
  async fetch(): Promise<boolean> {
    const bytes = await this.exchange.fetch(this.key, this.progress('fetch'));
    if (bytes === null) return false;
    this.tell(`${this.stage} was done before: fetched ${megabytes(bytes)} from ${this.exchange.remote.uri}`);
    return true;
  }

  /** Sends it where the remote store has not got it all; says nothing where it had. */
  async send(): Promise<void> {
    const bytes = await this.exchange.send(this.key, this.progress('send'));
    if (bytes !== null && bytes > 0) this.tell(`sent ${megabytes(bytes)} to ${this.exchange.remote.uri}`);
  }

  private tell(text: string): void {
    this.emit({ kind: 'message', level: 'info', text });
  }

  private progress(task: string): (done: number, total: number) => void {
    let told = 0;
    return (done, total) => {
      if (total < LARGE || (done - told < TURN && done < total)) return;
      told = done;
      // What is sent a second time after an error counts twice.
      const share = Math.min(done, total);
      this.emit({ kind: 'progress', task, done: Math.round(share / 1e6), total: Math.round(total / 1e6), unit: 'MB' });
    };
  }
}

function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6)} MB`;
}
