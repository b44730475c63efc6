import { expect, it } from 'vitest';
import { duration } from './duration';

it.each([
  [1.26, '1.3 s'],
  [59.6, '1 min 0 s'],
  [280, '4 min 40 s'],
  [7500, '2 h 5 min'],
])('of %f s', (seconds, text) => expect(duration(seconds)).toBe(text));
