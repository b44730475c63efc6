import { UserError } from './user-error';

const CAUSES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space, then run the same command again',
  EDQUOT: 'the disk quota is used up: free some space, then run the same command again',
  EROFS: 'the file system is read-only: make it writable, or run in another checkout',
  EACCES: 'permission is denied: make the folder writable for this user',
  EPERM: 'the operation is not permitted: make the folder writable for this user',
  ENOTDIR: 'a part of its path is a file where a folder was expected: move that file away',
  EEXIST: 'a part of its path is a file where a folder was expected: move that file away',
};

/** The error to throw when writing `path` failed: a `UserError` where the machine is the cause, else `error` itself. */
export function explainWriteError(error: unknown, path: string): unknown {
  const code = codeOf(error);
  const cause = CAUSES[code];
  return cause === undefined ? error : new UserError(`Cannot write ${path}: ${cause} (${code}).`, { cause: error });
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  // Node's recursive mkdir says ENOENT where the system said EROFS.
  if (error.code === 'ENOENT' && 'syscall' in error && error.syscall === 'mkdir') return 'EROFS';
  return String(error.code);
}
