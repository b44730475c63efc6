import { createHash, timingSafeEqual } from 'node:crypto';
import { UserError } from '@amcl/artifacts';

/** What a request may do. `write` reads, too. */
export type Access = 'none' | 'read' | 'write';

/** Characters below which a token is guessed. */
const SHORTEST = 16;

/** The tokens that the server knows. Of several at once one can be replaced without a break. */
export class Tokens {
  private readonly known: readonly { readonly digest: Buffer; readonly access: Access }[];

  /** @throws UserError without a token that writes, or with one that is too short */
  constructor(read: readonly string[], write: readonly string[]) {
    if (write.length === 0)
      throw new UserError(
        'Expected a token that may write in AMCL_CACHE_WRITE_TOKENS (several: comma-separated). Make one: openssl rand -hex 32',
      );
    if ([...read, ...write].some((token) => token.length < SHORTEST))
      throw new UserError(`Expected tokens of ${SHORTEST} characters or more. Make one: openssl rand -hex 32`);
    this.known = [
      ...write.map((token) => ({ digest: digestOf(token), access: 'write' as const })),
      ...read.map((token) => ({ digest: digestOf(token), access: 'read' as const })),
    ];
  }

  /** From `AMCL_CACHE_READ_TOKENS` and `AMCL_CACHE_WRITE_TOKENS`, each comma-separated. */
  static fromEnvironment(env: Readonly<Record<string, string | undefined>>): Tokens {
    return new Tokens(split(env['AMCL_CACHE_READ_TOKENS']), split(env['AMCL_CACHE_WRITE_TOKENS']));
  }

  /**
   * What the bearer of a header may do. All tokens are compared, each in constant time: how long it takes tells nothing of them.
   * @param authorization the request's header
   */
  accessOf(authorization: string | undefined): Access {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
    const digest = digestOf(token);
    const found = this.known.filter((known) => timingSafeEqual(known.digest, digest));
    return found[0]?.access ?? 'none';
  }
}

function split(list: string | undefined): string[] {
  return (list ?? '').split(',').flatMap((token) => token.trim() || []);
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
