import { expect, it } from 'vitest';
import { inputName, readInputName } from './work-key';

it.each([
  ['linear-probe', null, 'linear-probe'],
  ['pretrain', 'point-3-seed-2', 'point-3-seed-2/pretrain'],
])('names %s of run %s as an input, and reads the name', (stage, run, name) => {
  expect(inputName(stage, run)).toBe(name);
  expect(readInputName(name)).toEqual({ stage, run });
});
