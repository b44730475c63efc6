/** The two lines of a page between which a program writes. */
export function markers(name: string): { readonly begin: string; readonly end: string } {
  return { begin: `<!-- ${name}:begin -->`, end: `<!-- ${name}:end -->` };
}

/**
 * A page of Markdown with another text between the markers of a name; all the rest stays.
 * @throws Error where a marker is missing, comes twice, or they come in the wrong order
 */
export function replaceMarked(page: string, name: string, text: string): string {
  const { begin, end } = markers(name);
  const [before, inside, ...more] = page.split(begin);
  const [, after, ...others] = (inside ?? '').split(end);
  if (before === undefined || after === undefined || before.includes(end) || more.length > 0 || others.length > 0)
    throw new Error(`Expected the lines ${begin} and ${end} once each, in this order: put them where the text belongs`);
  return `${before}${begin}\n\n${text}\n\n${end}${after}`;
}
