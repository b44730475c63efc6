import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '@amcl/artifacts';
import { loadRuns } from '@amcl/experiment/load';
import { writeSections } from './write-sections';

/** Target `resolve`: `node -r @amcl/register apps/resolve/src/main.ts --experiment <name>`, in the workspace root. */
async function main(): Promise<void> {
  const { experiment: name } = parseArgs({ options: { experiment: { type: 'string' } } }).values;
  if (name === undefined) throw new UserError('Expected --experiment <name>. Run: npx nx run <experiment>:resolve');
  const workspace = process.cwd();
  await writeSections(join(workspace, '.amcl', 'out', name, 'resolve'), loadRuns(workspace, name, process.env));
}

main().catch((error: unknown) => {
  process.exitCode = 1;
  console.error(error instanceof UserError ? error.message : error);
});
