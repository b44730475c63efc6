import { ExperimentError, type ExperimentIssue } from '../experiment-error';
import { resolveExperiment } from '../resolve-experiment';

/** The name of the experiment in the messages. */
export const file = 'pipelines/mine/experiment.ts';

/** The error that resolving `input` gives; fails when it gives none. */
export function errorOf(input: unknown): ExperimentError {
  try {
    resolveExperiment(input, file);
  } catch (error) {
    if (error instanceof ExperimentError) return error;
    throw error;
  }
  throw new Error('expected an ExperimentError');
}

/** Its issue of the field `path`. */
export const issueOf = (input: unknown, path: string): ExperimentIssue | undefined =>
  errorOf(input).issues.find((issue) => issue.path === path);
