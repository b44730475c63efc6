import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PinnedPackage } from '../fetch-package';

/** An npm registry of one package on this machine. */
export class TinyRegistry {
  /** Tarballs handed out. */
  served = 0;
  /** Sends half of the next tarball, then breaks off. */
  breakOff = false;
  private constructor(
    private readonly server: Server,
    readonly pinned: PinnedPackage,
  ) {}

  static async start(name: string, tarball: Uint8Array): Promise<TinyRegistry> {
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    const server = createServer((request, response) => {
      if (request.url === `/${name}`) return void response.end(JSON.stringify(registry.packument(name)));
      if (request.url !== `/${name}/-/${name}-1.0.0.tgz`) return void response.writeHead(404).end('{}');
      registry.served++;
      response.writeHead(200, { 'content-length': tarball.length });
      if (!registry.breakOff) return void response.end(tarball);
      response.write(tarball.subarray(0, tarball.length / 2), () => response.destroy());
    });
    const registry = new TinyRegistry(server, { spec: `${name}@1.0.0`, integrity, bytes: tarball.length });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return registry;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }

  private packument(name: string): object {
    const dist = { tarball: `${this.url}${name}/-/${name}-1.0.0.tgz`, integrity: this.pinned.integrity };
    return { name, 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': { name, version: '1.0.0', dist } } };
  }
}
