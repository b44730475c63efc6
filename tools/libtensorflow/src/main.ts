import { readFile } from 'node:fs/promises';
import { ENGINE_IDENTITY_FILE, UserError, writeAtomic } from '@amcl/artifacts';
import { chooseEngine } from './choose-engine';

/** Makes the engine ready and writes its identity, which later targets hash, where it differs from what is there. */
async function main(): Promise<void> {
  const identity = await chooseEngine((line) => console.log(`libtensorflow: ${line}`));
  const text = `${JSON.stringify(identity, null, 2)}\n`;
  if ((await readFile(ENGINE_IDENTITY_FILE, 'utf8').catch(() => '')) !== text)
    await writeAtomic(ENGINE_IDENTITY_FILE, text);
}

main().catch((error: unknown) => {
  console.error(error instanceof UserError ? `libtensorflow: ${error.message}` : error);
  process.exitCode = 1;
});
