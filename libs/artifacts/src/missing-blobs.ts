import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobReference } from './blob-store';
import { manifestSchema } from './manifest';
import { parseJson } from './parse-json';

/**
 * The blobs that an output names and that are not in the store: its links lead nowhere. Nothing is read but manifests.
 * @param folder `.amcl/out/<experiment>/<stage>`, with the folders of its runs; none where it is missing
 */
export async function missingBlobs(folder: string): Promise<readonly BlobReference[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const runs = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  const missing = new Map<string, BlobReference>();
  for (const output of [folder, ...runs]) {
    const text = await readFile(join(output, 'manifest.json'), 'utf8').catch(() => '');
    for (const [name, file] of Object.entries(manifestSchema.safeParse(parseJson(text)).data?.files ?? {}))
      if (file.blob && !(await exists(join(output, name)))) missing.set(file.sha256, file);
  }
  return [...missing.values()];
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
