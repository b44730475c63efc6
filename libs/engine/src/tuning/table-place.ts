import { join } from 'node:path';
import { digest, libraryIdentitySchema, userCache, type LibraryIdentity } from '@amcl/artifacts';
import { z } from 'zod';
import { cpuFeatures, cpuName, threadCount } from '../backends/device';
import { ADDON_VERSION } from '../library/versions';

/** What a table of kernels was measured on: of another machine or library it says nothing. */
export const tableOwnerSchema = z.strictObject({
  /** Model and vector instructions: clouds give different processors one name. */
  cpu: z.string(),
  threads: z.int().positive(),
  library: libraryIdentitySchema,
  /** Version of our own addons, which bring kernels of their own. */
  addon: z.string(),
});

export type TableOwner = z.infer<typeof tableOwnerSchema>;

/** Where a table lies, and whose it is. */
export interface TablePlace {
  readonly path: string;
  readonly owner: TableOwner;
}

/** The place, in the user cache, of the table of a library on this machine. */
export function tablePlace(library: LibraryIdentity): TablePlace {
  const cpu = [cpuName(), ...cpuFeatures()].join(' ');
  const owner = { cpu, threads: threadCount(), library, addon: ADDON_VERSION };
  const name = `${library.name}-${library.version}-${digest(owner).slice(0, 12)}.json`;
  return { path: join(userCache(), 'kernels', name), owner };
}
