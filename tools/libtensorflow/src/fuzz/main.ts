import { UserError } from '@amcl/artifacts';
import { Command, InvalidArgumentError } from 'commander';
import { fuzzImages } from './fuzz-images';

function parseCount(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 0) return count;
  throw new InvalidArgumentError('Expected a whole number, 0 or above.');
}

new Command('fuzz')
  .description(
    'Decodes JPEGs damaged at random by the native decoder, compiled with sanitizers (10 s): half a minute for 200,000. Prints how many came to what, as ' +
      'JSON; exits 1 with a report where memory was touched that is not its own, or the kernels disagree.',
  )
  .option('--mutations <n>', 'how many damaged JPEGs', parseCount, 200_000)
  .option('--seed <n>', 'of the damage', parseCount, 1)
  .action(async ({ mutations, seed }: { readonly mutations: number; readonly seed: number }) => {
    console.log(JSON.stringify(await fuzzImages(mutations, seed)));
  })
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error instanceof UserError ? error.message : error);
    process.exitCode = 1;
  });
