/** Bytes a second below which a transfer counts as standing still. */
const SLOWEST = 10_000;

/**
 * Gives a request up that stands still: its signal is aborted when there is no answer, or next to no bytes pass, for some time, however
 * long the whole takes.
 */
export class Patience {
  readonly signal: AbortSignal;
  private readonly timer: NodeJS.Timeout;
  private bytes = 0;

  /**
   * @param seconds that it may stand still
   * @param outer aborts the signal, too
   */
  constructor(seconds: number, outer: AbortSignal | undefined) {
    const stop = new AbortController();
    this.signal = outer === undefined ? stop.signal : AbortSignal.any([outer, stop.signal]);
    this.timer = setInterval(() => {
      if (this.bytes < SLOWEST * seconds) stop.abort(new Error(`stood still for ${seconds} s`));
      this.bytes = 0;
    }, seconds * 1000);
  }

  /** Passes chunks on and notes that they passed. */
  async *watch(chunks: AsyncIterable<Uint8Array>, onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.bytes += chunk.length;
      onBytes(chunk.length);
      yield chunk;
    }
  }

  end(): void {
    clearInterval(this.timer);
  }
}
