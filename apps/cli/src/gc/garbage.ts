/** The kinds of things that are removed. */
export const KINDS = ['works', 'files', 'unfinished', 'leftovers'] as const;

/**
 * - `works`: finished works, `.amcl/store/stages/<key>.json`
 * - `files`: blobs of the store
 * - `unfinished`: folders of unfinished works that were left a week ago
 * - `leftovers`: temporary files and folders of processes that are no more
 */
export type Kind = (typeof KINDS)[number];

/** Something that nothing needs. */
export interface Garbage {
  readonly kind: Kind;
  readonly path: string;
  /** What its removal gives back. */
  readonly bytes: number;
}
