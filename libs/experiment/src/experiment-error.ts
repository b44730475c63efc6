import { UserError } from '@amcl/artifacts';

/** One thing wrong with an experiment. */
export interface ExperimentIssue {
  /** The field, such as `pretrain.batchSize`; empty for the experiment as a whole. */
  path: string;
  /** What may stand there, in words. */
  expected: string;
  /** What stands there, with its type. */
  received: string;
  /** What was probably meant: the full path of a valid key, or a name in quotes. */
  suggestion: string | null;
}

function line({ path, expected, received, suggestion }: ExperimentIssue): string {
  const hint = suggestion === null ? '' : `. Did you mean ${suggestion}?`;
  return `  ${path === '' ? 'the default export' : path}: expected ${expected} but received ${received}${hint}`;
}

/** Everything that is wrong with an experiment, in one message that names its file and each field. */
export class ExperimentError extends UserError {
  override readonly name = 'ExperimentError';

  constructor(
    readonly file: string,
    readonly issues: readonly ExperimentIssue[],
  ) {
    super(
      [`${file} has ${issues.length === 1 ? '1 problem' : `${issues.length} problems`}:`, ...issues.map(line)].join(
        '\n',
      ),
    );
  }
}
