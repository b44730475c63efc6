import { UserError } from '@amcl/artifacts';
import { noteEngine } from './note-engine';
import { noteDamage } from './note-damage';

/** Target `preflight`, in the workspace root. */
async function main(): Promise<void> {
  const workspace = process.cwd();
  await Promise.all([noteEngine(workspace), noteDamage(workspace)]);
}

main().catch((error: unknown) => {
  process.exitCode = 1;
  console.error(error instanceof UserError ? error.message : error);
});
