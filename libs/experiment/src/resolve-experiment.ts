import { constraints } from './constraints';
import { describeValue } from './describe-value';
import { ExperimentError, type ExperimentIssue } from './experiment-error';
import { experimentSchema, type Experiment } from './experiment-schema';
import { isObject } from './is-object';
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
  const experiment = rightPart(input);
  const wrong = (field: string) => issues.some(({ path }) => isWithin(field, path) || isWithin(path, field));
  return constraints
    .filter(({ path, against }) => ![path, ...against].some(wrong))
    .flatMap(({ path, violated }) => {
      const expected = violated(experiment);
      const received = describeValue(valueAt(experiment, path.split('.')));
      return expected === null ? [] : [{ path, expected, received, suggestion: null }];
    });
}

/** The experiment with every wrong field at its default, to look at the right ones. */
function rightPart(input: unknown): Experiment {
  const parsed = experimentSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path],
  );
  // Once more, as what is left of a union may now be of its default member, with other keys.
  return rightPart(paths.reduce((value, path) => without(value, path.map(String)), input));
}

/** A copy of `value` that lacks what is at `path`; where nothing is, it lacks what should have had it. */
function without(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (!isObject(value) || key === undefined) return undefined;
  const { [key]: found, ...others } = value;
  if (rest.length === 0) return key in value ? others : undefined;
  return found === undefined ? value : { ...others, [key]: without(found, rest) };
}
