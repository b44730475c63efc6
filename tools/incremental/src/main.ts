import { UserError } from '@amcl/artifacts';
import { Command } from 'commander';
import { formatRow, formatTotal, HEAD, LEGEND } from './format';
import { rows } from './rows';
import { runTable } from './run-table';

interface Options {
  readonly json: boolean;
  readonly only?: string;
}

const program = new Command('incremental')
  .description(
    'Makes changes of many kinds in a copy of this repository, runs a small experiment after each, and compares what was done anew with what should be.\n' +
      'Exit code 1 if they differ.',
  )
  .option('--json', 'one JSON object on standard output, the table on standard error', false)
  .option('--only <words>', 'rows whose change has these words')
  .action(run);

async function run({ json, only }: Options): Promise<void> {
  const chosen = rows.filter(({ change }) => change.toLowerCase().includes((only ?? '').toLowerCase()));
  if (chosen.length === 0)
    throw new UserError(`Expected words of a change for --only but received ${only}. Changes:\n${changes()}`);
  const print = json ? console.error : console.log;
  print(`${LEGEND}\n\n${HEAD}`);
  process.once('SIGINT', () => process.exit(130)); // which removes the copies
  const started = performance.now();
  const results = await runTable(chosen, (result) => print(formatRow(result)));
  print(`\n${formatTotal(results, (performance.now() - started) / 1000)}`);
  if (json) console.log(JSON.stringify({ rows: results }, null, 2));
  if (results.some(({ differs }) => differs.length > 0)) process.exitCode = 1;
}

function changes(): string {
  return rows.map(({ change }) => `  ${change}`).join('\n');
}

program.parseAsync().catch((error: unknown) => {
  process.exitCode = 1;
  console.error(error instanceof UserError ? error.message : error);
});
