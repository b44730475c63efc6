import { readFile } from 'node:fs/promises';
import { parseJson, type BlobStore } from '@amcl/artifacts';
import type { SourceList } from '@amcl/sources';
import { z } from 'zod';

const values = z.record(z.string(), z.string());
const schema: z.ZodType<SourceList> = z.object({ files: values, packages: values });

/** The ingredients of the code that made an output, by their digest (`work.sources` of its `run.json`); null where the store has them no more. */
export async function readSourceList(store: BlobStore, digest: string): Promise<SourceList | null> {
  const text = await readFile(store.path(digest), 'utf8').catch(() => '');
  return schema.safeParse(parseJson(text)).data ?? null;
}
