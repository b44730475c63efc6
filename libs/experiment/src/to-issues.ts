import type { z } from 'zod';
import { describeValue } from './describe-value';
import type { ExperimentIssue } from './experiment-error';
import { knownKeys, nearestKey } from './known-keys';

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
      const received = describeValue(valueAt(input, issue.path));
      return [{ path: path.join('.'), expected: issue.message, received, suggestion: null }];
    }
    return issue.keys.map((key) => ({
      path: [...path, key].join('.'),
      expected: `one of the keys ${knownKeys(schema, path, input).join(', ')}`,
      received: `the unknown key ${key}`,
      suggestion: nearestKey(schema, path, key, input),
    }));
  });
}
