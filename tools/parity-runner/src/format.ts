import type { CaseResult } from './check-case';

/** A case in a line: name, op, worst errors as shares of the tolerance. */
export function lineOf({ name, op, passed, value, gradient, reason }: CaseResult): string {
  const verdict = passed ? 'pass' : `FAIL  ${reason ?? ''}`;
  return `${name.padEnd(34)} ${op.padEnd(17)} value ${share(value)}  gradient ${share(gradient)}  ${verdict}`;
}

/** The last line. */
export function totalOf(results: readonly CaseResult[]): string {
  const passed = results.filter((result) => result.passed).length;
  return `${passed} passed, ${results.length - passed} failed`;
}

function share(value: number | null): string {
  return (value === null ? '-' : value === 0 ? '0' : value.toPrecision(2)).padStart(8);
}
