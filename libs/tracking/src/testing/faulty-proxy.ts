import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What a proxy does with a request. `pass` it on; `fail`: answer 500 and do not; `lose`: pass it on, and answer 500 whatever the
 * server says; `hang`: take it and say nothing; `stall`: pass it on and say nothing.
 */
export type Fault = 'pass' | 'fail' | 'lose' | 'hang' | 'stall';

/** In front of a real server, to do what networks and overloaded servers do. */
export class FaultyProxy {
  /** Decides each request; `count` from 0. */
  fault: (count: number, path: string) => Fault = () => 'pass';
  /** Path of every request so far, without its query. */
  readonly paths: string[] = [];
  private readonly server: Server;

  private constructor(private readonly target: string) {
    this.server = createServer((incoming, answer) => this.serve(incoming, answer));
  }

  static async start(target: string): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(target);
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  get uri(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private serve(incoming: IncomingMessage, answer: ServerResponse): void {
    const path = (incoming.url ?? '').split('?')[0] ?? '';
    const fault = this.fault(this.paths.length, path);
    this.paths.push(path);
    if (fault === 'hang') return;
    if (fault === 'fail') return void answer.writeHead(500).end('out of order');
    const { method, headers } = incoming;
    const onwards = request(`${this.target}${incoming.url}`, { method, headers }, (inner) => {
      if (fault === 'pass') return void inner.pipe(answer.writeHead(inner.statusCode ?? 502, inner.headers));
      inner.resume();
      if (fault === 'lose') inner.on('end', () => answer.writeHead(500).end('lost'));
    });
    onwards.on('error', () => answer.destroy());
    incoming.pipe(onwards);
  }
}
