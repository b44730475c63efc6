import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lostBlobs, StageOutput, type BlobStore, type Manifest } from '@amcl/artifacts';
import { readWorkRecord, type WorkRecord } from '@amcl/stage';
import { z } from 'zod';

/** The output of a stage, as it lies there. */
export interface FoundOutput {
  readonly manifest: Manifest;
  /** Digest of the manifest. */
  readonly digest: string;
  /** By what it was made; null in an output of an earlier version, which did not say. */
  readonly work: WorkRecord | null;
  /** Files that the manifest names and that are not there. */
  readonly missing: readonly string[];
  /** Those that are there, and are not whole in the store. */
  readonly damaged: readonly string[];
}

/**
 * @param store to tell damaged files by; without one they are not looked for
 * @returns null where there is no manifest; `damaged` where it is not one of this version
 */
export async function findOutput(
  folder: string,
  store: BlobStore | null = null,
): Promise<FoundOutput | 'damaged' | null> {
  if (!existsSync(join(folder, 'manifest.json'))) return null;
  const output = await StageOutput.open(folder, z.unknown()).catch(() => null);
  if (output === null) return 'damaged';
  const missing = Object.keys(output.manifest.files).filter((name) => !existsSync(output.path(name)));
  const lost = store === null ? [] : await lostBlobs(output.manifest, store);
  return {
    manifest: output.manifest,
    digest: output.digest,
    work: await readWorkRecord(output),
    missing,
    damaged: lost.map(([name]) => name).filter((name) => !missing.includes(name)),
  };
}
