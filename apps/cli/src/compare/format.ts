import type { Summary, TestResult } from '@amcl/statistics';
import type { Figure } from './figures';

const MINUS = '−';

/** A value of a figure: percent with two decimals, shares with three. */
export function valueText({ unit }: Pick<Figure, 'unit'>, value: number): string {
  return value.toFixed(unit === '%' ? 2 : 3).replace('-', MINUS);
}

/** A difference with its sign. */
export function signedText(figure: Pick<Figure, 'unit'>, difference: number): string {
  const text = valueText(figure, difference);
  return difference > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** `54.53 ± 1.50`: the mean, and half of its 95 % interval where there are several runs. */
export function summaryText(figure: Pick<Figure, 'unit'>, { mean, interval }: Summary): string {
  if (interval === null) return valueText(figure, mean);
  return `${valueText(figure, mean)} ± ${valueText(figure, interval[1] - mean)}`;
}

/** The sample's deviation, a dash of a single run. */
export function deviationText(figure: Pick<Figure, 'unit'>, { deviation }: Summary): string {
  return deviation === null ? '–' : valueText(figure, deviation);
}

/** `[−0.31, 2.20]` */
export function intervalText(figure: Pick<Figure, 'unit'>, [low, high]: TestResult['interval']): string {
  return `[${valueText(figure, low)}, ${valueText(figure, high)}]`;
}

/** `0.013`; below a thousandth `< 0.001`. */
export function probabilityText(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toPrecision(2);
}
