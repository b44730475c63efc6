import { expect, it } from 'vitest';
import { readPatiently } from './read-patiently';
import { UserError } from './user-error';

const failing = (error: (time: number) => Error | null) => {
  let times = 0;
  return () => {
    const thrown = error(++times);
    return thrown === null ? Promise.resolve(times) : Promise.reject(thrown);
  };
};

it('reads again what another process is just replacing', async () => {
  expect(await readPatiently(failing((time) => (time < 3 ? new UserError('missing') : null)))).toBe(3);
});

it('throws in the end what stays wrong, and at once what is no error of the user', async () => {
  await expect(readPatiently(failing((time) => new UserError(time > 9 ? 'still missing' : 'missing')))).rejects.toThrow(
    'still missing',
  );
  await expect(readPatiently(failing((time) => new Error(`broke ${time}`)))).rejects.toThrow('broke 1');
});
