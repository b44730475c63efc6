/** What the line takes of vitest's JSON report of one package. */
export interface TestReport {
  /** Milliseconds since 1970. */
  readonly startTime: number;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  /** One of each file. */
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/**
 * The last line of a test run: the sums over its packages.
 *
 * @param begun when the run began: a report that is older comes from the cache
 * @param succeeded whether every task of the run did. Where one did not and no report says why, it counts as one failure
 */
export function closingLine(reports: readonly TestReport[], begun: number, succeeded: boolean): string {
  const sum = (count: (report: TestReport) => number): number => reports.reduce((all, one) => all + count(one), 0);
  const passed = sum((report) => report.numPassedTests);
  const failed = sum((report) => report.numFailedTests + report.testResults.filter(brokenFile).length);
  const skipped = sum((report) => report.numPendingTests);
  const files = sum((report) => report.testResults.length);
  const cached = reports.filter(({ startTime }) => startTime < begun).length;
  const more = skipped === 0 ? '' : `; ${skipped} skipped`;
  const counts = `${files} files of ${reports.length} packages, ${cached} from the cache${more}`;
  return `${passed} passed, ${succeeded ? failed : Math.max(failed, 1)} failed (${counts})`;
}

/** One that could not be loaded, so that its tests are unknown. */
function brokenFile({ status, assertionResults }: TestReport['testResults'][number]): boolean {
  return status === 'failed' && assertionResults.length === 0;
}
