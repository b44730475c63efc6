import { UserError } from '@amcl/artifacts';
import { checkEngine } from './check-engine';
import { checkOutputs } from './check-outputs';

/** Target `check`, in the workspace root. */
async function main(): Promise<void> {
  const workspace = process.cwd();
  await Promise.all([checkEngine(workspace), checkOutputs(workspace)]);
}

main().catch((error: unknown) => {
  process.exitCode = 1;
  console.error(error instanceof UserError ? error.message : error);
});
