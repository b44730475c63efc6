import { UserError } from '@amcl/artifacts';

/**
 * How many works may compute with the engine at once on this machine: `AMCL_TRAININGS`, 1 where it is not set, as each uses all cores.
 * @throws UserError when it is no whole number from 1
 */
export function trainingLimit(environment: NodeJS.ProcessEnv): number {
  const { AMCL_TRAININGS: text = '' } = environment;
  if (text === '') return 1;
  if (!/^0*[1-9]\d{0,8}$/.test(text))
    throw new UserError(
      `Expected a whole number from 1 for environment variable AMCL_TRAININGS but received '${text}'`,
    );
  return Number(text);
}
