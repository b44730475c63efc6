import { UserError } from '@amcl/artifacts';

/**
 * The experiment with the one seed that environment variable `AMCL_SEED` names, as it is where there is none.
 * @param input what `experiment.ts` exports, unchecked
 * @throws UserError when the variable is no seed
 */
export function withSeedOf(environment: NodeJS.ProcessEnv, input: unknown): unknown {
  const text = environment['AMCL_SEED'];
  if (text === undefined || text === '') return input;
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed >= 2 ** 32)
    throw new UserError(
      `Expected a whole number from 0 to 4294967295 for environment variable AMCL_SEED but received '${text}'`,
    );
  return typeof input === 'object' && input !== null ? { ...input, seed, seeds: null } : input;
}
