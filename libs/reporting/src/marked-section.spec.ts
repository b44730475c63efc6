import { describe, expect, it } from 'vitest';
import { markers, replaceMarked } from './marked-section';

const { begin, end } = markers('bench');

describe('replaceMarked', () => {
  it('replaces what is between the markers, again and again, and nothing else', () => {
    const page = `# Speed\n\n${begin}\nold\n${end}\n\nkept, $& too\n`;
    const once = replaceMarked(page, 'bench', '| $1 |');
    expect(once).toBe(`# Speed\n\n${begin}\n\n| $1 |\n\n${end}\n\nkept, $& too\n`);
    expect(replaceMarked(once, 'bench', '| $1 |')).toBe(once);
  });

  it.each([
    ['without a marker', 'text'],
    ['without an end', `${begin} text`],
    ['with the markers turned round', `${end} ${begin}`],
    ['with an end before both', `${end} ${begin} ${end}`],
    ['with two beginnings', `${begin} ${begin} ${end}`],
    ['with two ends', `${begin} ${end} ${end}`],
  ])('refuses a page %s', (_, page) => expect(() => replaceMarked(page, 'bench', '')).toThrow(/once each/));
});
