import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server of one file on this machine, `/files/set.tar.gz`. */
export class TinyServer {
  /** `Range` of each request, in order; an empty text without one. */
  readonly asked: string[] = [];
  /** Sends half of what is asked so often, then breaks off. */
  breaks = 0;
  /** Whether it can begin in the middle of a file. */
  ranges = true;

  private constructor(
    private readonly server: Server,
    private readonly port: number,
    /** What it sends. */
    public bytes: Uint8Array,
  ) {}

  static async start(bytes: Uint8Array): Promise<TinyServer> {
    const server = createServer((request, response) => {
      if (request.url !== '/files/set.tar.gz') return void response.writeHead(404).end('nothing here');
      const range = request.headers.range ?? '';
      tiny.asked.push(range);
      const from = tiny.ranges ? Number(/bytes=(\d+)-/.exec(range)?.[1] ?? 0) : 0;
      const body = tiny.bytes.subarray(from);
      if (from > 0 && body.length === 0) return void response.writeHead(416).end();
      response.writeHead(from > 0 ? 206 : 200, { 'content-length': body.length, 'content-encoding': 'gzip' });
      if (tiny.breaks-- <= 0) return void response.end(body);
      response.write(body.subarray(0, body.length / 2), () => setTimeout(() => response.destroy(), 20));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const tiny = new TinyServer(server, (server.address() as AddressInfo).port, bytes);
    return tiny;
  }

  /** @param file other ones are not there */
  url(file = 'set.tar.gz'): string {
    return `http://127.0.0.1:${this.port}/files/${file}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }
}
