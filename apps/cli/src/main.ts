import { UserError } from '@amcl/artifacts';
import { readTable, removeTable } from '@amcl/engine/tuning';
import { Command } from 'commander';
import { addComparing } from './add-comparing';
import { describe, examine } from './doctor';
import { addGc } from './gc/add-gc';
import { describeKernels, machinePlace } from './kernels';
import { describeSync, isComplete, sync } from './sync';

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

program
  .command('kernels')
  .description('the ways to compute that were measured on this machine, and which of them trainings take')
  .option('--json', 'print the table as JSON')
  .option('--clear', 'remove the table: the next training measures anew')
  .action(async ({ json, clear }: { json?: boolean; clear?: boolean }) => {
    const place = machinePlace();
    if (clear === true) return console.log((await removeTable(place)) ? `removed ${place.path}` : 'there was no table');
    const { kernels, warning } = await readTable(place);
    if (warning !== null) console.error(`warning: ${warning}`);
    console.log(
      json === true ? JSON.stringify({ owner: place.owner, kernels }, null, 2) : describeKernels(place, kernels),
    );
  });

addComparing(program);
addGc(program);

program
  .command('sync')
  .description(
    'send MLflow servers what they did not get while runs were tracked (exit code 1 if something still waits)',
  )
  .option('--json', 'print what was sent to which server as JSON')
  .action(async ({ json }: { json?: boolean }) => {
    const results = await sync(process.cwd(), json !== true);
    console.log(json === true ? JSON.stringify(results, null, 2) : describeSync(results));
    if (!isComplete(results)) process.exitCode = 1;
  });

program.parseAsync().catch((error: unknown) => {
  process.exitCode = 1;
  console.error(error instanceof UserError ? error.message : error);
});
