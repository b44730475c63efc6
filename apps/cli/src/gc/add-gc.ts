import { UserError } from '@amcl/artifacts';
import type { Command } from 'commander';
import { collectGarbage } from './collect-garbage';
import { describeGc } from './describe-gc';

const DETAILS = `
Kept are, of each run of each stage of the experiments in pipelines/, the last n different works, so that going back to their settings
computes nothing; what the outputs in .amcl/out name; unfinished works that were touched in the last 7 days; and all that a running stage
uses: gc may run beside stages. What waits for an MLflow server is not touched. Of an experiment whose folder in pipelines/ is gone only
what .amcl/out has is kept.

Removed are other finished works and files of .amcl/store, temporary files of processes that were killed, and older unfinished works.
What was removed and is needed again is computed again.

  npx amcl gc --dry-run     what it would free
  npx amcl gc --keep 1      no more than the last work of each`;

/** Adds the command `gc`. */
export function addGc(program: Command): void {
  program
    .command('gc')
    .description('remove from .amcl what the last runs of the experiments do not need')
    .option('--keep <n>', 'works to keep of each run of a stage, 0 for only what .amcl/out has', '3')
    .option('--dry-run', 'only say what would be freed')
    .option('--json', 'print what was removed and what is kept as JSON')
    .addHelpText('after', DETAILS)
    .action(async ({ keep, dryRun = false, json = false }: { keep: string; dryRun?: boolean; json?: boolean }) => {
      const result = await collectGarbage(process.cwd(), { keep: readCount(keep), dryRun });
      console.log(json ? JSON.stringify(result, null, 2) : describeGc(result));
    });
}

function readCount(text: string): number {
  if (!/^\d{1,6}$/.test(text))
    throw new UserError(`Expected a whole number from 0 to 999999 for --keep but received ${text}.`);
  return Number(text);
}
