import { resolve } from 'node:path';
import envPaths from 'env-paths';

/**
 * The folder for what this user's checkouts share (libraries, downloads): the system's place for caches, or
 * `AMCL_CACHE`. It may not exist yet; everything in it can be made again.
 */
export function userCache(): string {
  const override = process.env['AMCL_CACHE'];
  return override ? resolve(override) : envPaths('amcl', { suffix: '' }).cache;
}
