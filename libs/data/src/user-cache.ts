import envPaths from 'env-paths';

/** Folder of what is fetched once for a user and all of their checkouts: `AMCL_CACHE`, else the system's cache folder. */
export function userCache(): string {
  return process.env['AMCL_CACHE'] || envPaths('amcl', { suffix: '' }).cache;
}
