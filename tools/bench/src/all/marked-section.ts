/** What lies between these two lines of a page is written by a program. */
export const MARKERS = { begin: '<!-- bench:begin -->', end: '<!-- bench:end -->' } as const;

/**
 * The page with another text between its markers; all the rest stays.
 * @throws where a marker is missing, comes twice, or they come in the wrong order
 */
export function replaceMarked(page: string, text: string): string {
  const { begin, end } = MARKERS;
  const [before, inside, ...more] = page.split(begin);
  const [, after, ...others] = (inside ?? '').split(end);
  if (before === undefined || after === undefined || before.includes(end) || more.length > 0 || others.length > 0)
    throw new Error(
      `Expected the lines ${begin} and ${end} once each, in this order: put them where the table belongs`,
    );
  return `${before}${begin}\n\n${text}\n\n${end}${after}`;
}
