import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ENGINE_IDENTITY_FILE, writeAtomic } from '@amcl/artifacts';
import { findEngine } from '@amcl/libtensorflow';

/**
 * Writes the engine's identity where it differs from what is there. Of an engine that has to be provided first it writes the time: what a stage gives
 * then is never taken for what another engine would give.
 */
export async function noteEngine(workspace: string): Promise<void> {
  const path = join(workspace, ENGINE_IDENTITY_FILE);
  const found: object = (await findEngine()) ?? { missing: new Date().toISOString() };
  const text = `${JSON.stringify(found, null, 2)}\n`;
  if ((await readFile(path, 'utf8').catch(() => '')) !== text) await writeAtomic(path, text);
}
