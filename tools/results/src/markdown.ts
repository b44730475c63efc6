import { compareMeans, summarize, type SeededValue } from '@amcl/statistics';

const MINUS = '−';

/** A table of Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** `54.53 ± 1.50`: the mean, and half of its 95 % interval where there are several runs. */
export function meanText(values: readonly SeededValue[], digits = 2): string {
  if (values.length === 0) return 'not run';
  const { mean, interval } = summarize(values.map(({ value }) => value));
  const half = interval === null ? '' : ` ± ${(interval[1] - mean).toFixed(digits)}`;
  return `${mean.toFixed(digits)}${half}`;
}

/** `+1.67 [−3.03, 6.36]`: the difference of two means and its 95 % interval, bold where 0 is outside. */
export function differenceText(base: readonly SeededValue[], other: readonly SeededValue[], digits = 2): string {
  if (base.length === 0 || other.length === 0) return '';
  const { difference, test } = compareMeans(base, other);
  const signed = `${difference > 0 ? '+' : ''}${numberText(difference, digits)}`;
  if (test === null) return signed;
  const [low, high] = test.interval;
  const text = `${signed} [${numberText(low, digits)}, ${numberText(high, digits)}]`;
  return low > 0 || high < 0 ? `**${text}**` : text;
}

export function numberText(value: number, digits: number): string {
  return value.toFixed(digits).replace('-', MINUS);
}
