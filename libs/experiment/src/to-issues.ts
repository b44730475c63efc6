import type { z } from 'zod';
import { describeValue } from './describe-value';
import type { ExperimentIssue } from './experiment-error';
import { describeKeys, nearestKey } from './known-keys';
import { nearestWord } from './nearest-word';

/** The value at `path`, undefined where there is none. */
export function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
}

/** zod's issues of `input` as issues of an experiment: each unknown key is one of its own. */
export function toIssues(
  schema: z.core.$ZodType,
  input: unknown,
  issues: readonly z.core.$ZodIssue[],
): ExperimentIssue[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code !== 'unrecognized_keys') {
      const value = valueAt(input, issue.path);
      const suggestion = nearestName(issue, value);
      return [{ path: path.join('.'), expected: issue.message, received: describeValue(value), suggestion }];
    }
    return issue.keys.map((key) => ({
      path: [...path, key].join('.'),
      expected: `one of the keys ${describeKeys(schema, path, input)}`,
      received: `the unknown key ${key}`,
      suggestion: nearestKey(schema, path, key, input),
    }));
  });
}

/** Of a union's names the one that `value` was probably meant to be. */
function nearestName(issue: z.core.$ZodIssue, value: unknown): string | null {
  if (issue.code !== 'invalid_union' || issue.inclusive === false || typeof value !== 'string') return null;
  const names = (issue.options ?? []).filter((name) => typeof name === 'string');
  const name = nearestWord(names, value);
  return name === null ? null : `'${name}'`;
}
