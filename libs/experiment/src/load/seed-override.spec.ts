import { UserError } from '@amcl/artifacts';
import { expect, it } from 'vitest';
import { withSeedOf } from './seed-override';

it('puts the seed of the environment in place of the own one', () => {
  expect(withSeedOf({ AMCL_SEED: '7' }, { seeds: [1, 2], report: {} })).toEqual({ seed: 7, seeds: null, report: {} });
  expect(withSeedOf({ AMCL_SEED: '4294967295' }, {})).toMatchObject({ seed: 4294967295 });
});

it.each([{}, { AMCL_SEED: '' }])('leaves the experiment as it is without one: %j', (environment) => {
  expect(withSeedOf(environment, { seed: 3 })).toEqual({ seed: 3 });
});

it('leaves what is no experiment for the check that follows', () => {
  expect(withSeedOf({ AMCL_SEED: '7' }, null)).toBeNull();
});

it.each(['x', '-1', '1.5', '4294967296', '1e3'])('refuses %s', (text) => {
  expect(() => withSeedOf({ AMCL_SEED: text }, {})).toThrow(UserError);
  expect(() => withSeedOf({ AMCL_SEED: text }, {})).toThrow(
    `for environment variable AMCL_SEED but received '${text}'`,
  );
});
