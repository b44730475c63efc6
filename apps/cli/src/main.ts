import { Command } from 'commander';
import { describe, examine } from './doctor';

const program = new Command('amcl').description(
  'Self-supervised contrastive pre-training: the workshop around the stages',
);

program
  .command('doctor')
  .description(
    'what this machine offers to an experiment, and what to do where it falls short (exit code 1 if it cannot run)',
  )
  .option('--json', 'print the checks as JSON')
  .action(async ({ json }: { json?: boolean }) => {
    const checks = await examine(process.cwd());
    console.log(json === true ? JSON.stringify(checks, null, 2) : describe(checks));
    if (checks.some(({ state }) => state === 'failed')) process.exitCode = 1;
  });

void program.parseAsync();
