/** What the server keeps: Nx's own archives, blobs by their sha256, finished works by their key. */
export const KINDS = ['cache', 'blobs', 'works'] as const;
export type Kind = (typeof KINDS)[number];

/** What a request is about. */
export interface Route {
  readonly kind: Kind;
  readonly name: string;
}

const digest = /^[0-9a-f]{64}$/;
const NAMES: Readonly<Record<Kind, RegExp>> = { cache: /^[A-Za-z0-9_-]{1,128}$/, blobs: digest, works: digest };

/**
 * The entry that a path means. A name is taken as it stands, nothing in it is decoded, and it is a file's name at once: whatever could
 * lead out of the folder is none.
 * @param url path of the request, as it came
 */
export function parseRoute(url: string): Route | 'unknown route' | 'bad name' {
  const [, kind, name] = /^\/v1\/([^/]+)\/([^?]*)(?:\?.*)?$/s.exec(url) ?? [];
  const known = KINDS.find((one) => one === kind);
  if (known === undefined || name === undefined) return 'unknown route';
  return NAMES[known].test(name) ? { kind: known, name } : 'bad name';
}
