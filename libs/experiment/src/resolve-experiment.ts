import { constraints } from './constraints';
import { describeValue } from './describe-value';
import { ExperimentError, type ExperimentIssue } from './experiment-error';
import { experimentSchema, type Experiment } from './experiment-schema';
import { isObject } from './merge';
import { toIssues, valueAt } from './to-issues';

const isWithin = (path: string, other: string) => path === other || path.startsWith(`${other}.`);

/**
 * Checks an experiment and spells every default out.
 *
 * @param input what `experiment.ts` exports as its default
 * @param file its path, for the message
 * @throws ExperimentError with every issue at once
 */
export function resolveExperiment(input: unknown, file: string): Experiment {
  const parsed = experimentSchema.safeParse(input);
  const issues = parsed.success ? [] : toIssues(experimentSchema, input, parsed.error.issues);
  const all = [...issues, ...impossible(input, issues)];
  if (all.length > 0 || !parsed.success) throw new ExperimentError(file, all);
  return parsed.data;
}

/** The constraints that are violated, of those whose fields are right on their own. */
function impossible(input: unknown, issues: readonly ExperimentIssue[]): ExperimentIssue[] {
  if (issues.some(({ path }) => path === '')) return [];
  // Wrong fields at their defaults, to look at the right ones.
  const repaired = experimentSchema.safeParse(
    issues.reduce((value, { path }) => without(value, path.split('.')), input),
  );
  if (!repaired.success) return [];
  const wrong = (field: string) => issues.some(({ path }) => isWithin(field, path) || isWithin(path, field));
  return constraints
    .filter(({ path, against }) => ![path, ...against].some(wrong))
    .flatMap(({ path, violated }) => {
      const expected = violated(repaired.data);
      const received = describeValue(valueAt(repaired.data, path.split('.')));
      return expected === null ? [] : [{ path, expected, received, suggestion: null }];
    });
}

/** A copy of `value` that lacks what is at `path`. */
function without(value: unknown, [key = '', ...rest]: readonly string[]): unknown {
  if (!isObject(value)) return rest.length === 0 ? value : undefined;
  const { [key]: found, ...others } = value;
  return rest.length === 0 || found === undefined ? others : { ...others, [key]: without(found, rest) };
}
