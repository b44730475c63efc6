import { join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import { openEngine, type Precision } from '@amcl/engine';
import { Command, Option } from 'commander';
import { lineOf, totalOf } from './format';
import { bfloat16LimitsOf, runCases, type LimitsOfCases } from './run-cases';

interface Options {
  readonly cases: string;
  readonly backend: 'auto' | 'tensorflow' | 'wasm' | 'cpu';
  readonly precision: Precision;
  readonly json: boolean;
}

const program = new Command('parity')
  .description(
    'Runs numerical cases made with PyTorch, torchvision and lightly. Errors are shares of the tolerance: 1 is the limit.\n' +
      'Exit code 1 if a case fails, cannot be read or is of an unknown op.',
  )
  .option('--cases <folder>', 'folder of *.safetensors cases', join(__dirname, '..', '..', 'parity', 'cases'))
  .addOption(
    new Option('--backend <name>', 'auto is tensorflow where the machine has it')
      .choices(['auto', 'tensorflow', 'wasm', 'cpu'])
      .default('auto'),
  )
  .addOption(
    new Option('--precision <name>', 'bfloat16 takes tensorflow; its tolerances are derived (README of parity-runner)')
      .choices(['float32', 'bfloat16'])
      .default('float32'),
  )
  .option('--json', 'one JSON object on standard output, the lines on standard error', false)
  .action(run);

async function run({ cases, backend, precision, json }: Options): Promise<void> {
  const open = (of: Precision) => openEngine({ backend, precision: of });
  const { identity } = await open(precision);
  let limits: LimitsOfCases | undefined;
  if (precision === 'bfloat16') {
    await open('float32');
    limits = bfloat16LimitsOf(cases);
    await open(precision);
  }
  const print = json ? console.error : console.log;
  const results = runCases(cases, (result) => print(lineOf(result)), limits);
  print(totalOf(results));
  const failed = results.filter(({ passed }) => !passed).length;
  if (json)
    console.log(
      JSON.stringify({ backend: identity.backend, precision, passed: results.length - failed, failed, cases: results }),
    );
  if (failed > 0) process.exitCode = 1;
}

program.parseAsync().catch((error: unknown) => {
  process.exitCode = 1;
  console.error(error instanceof UserError ? error.message : error);
});
