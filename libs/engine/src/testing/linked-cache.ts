import { existsSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { userCache } from '@amcl/artifacts';

/** For tests: a cache with all that the user's has but the table of kernels, which tests under load would spoil. The caller removes it. */
export function linkedCache(): string {
  const [cache, folder] = [userCache(), mkdtempSync(join(tmpdir(), 'amcl-cache-'))];
  for (const name of existsSync(cache) ? readdirSync(cache) : [])
    if (name !== 'kernels') symlinkSync(join(cache, name), join(folder, name));
  return folder;
}
