import { expect, it } from 'vitest';
import { closingLine, type TestReport } from './closing-line';

const report = (more: Partial<TestReport> = {}): TestReport => ({
  startTime: 100,
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{}, {}, {}] }],
  ...more,
});

it('sums the packages, and says which came from the cache', () => {
  const reports = [report(), report({ startTime: 99, numPassedTests: 1200 })];
  expect(closingLine(reports, 100, true)).toBe('1203 passed, 0 failed (2 files of 2 packages, 1 from the cache)');
});

it('counts failed and skipped tests', () => {
  const reports = [report({ numFailedTests: 2, numPendingTests: 1 }), report({ numPendingTests: 1 })];
  expect(closingLine(reports, 0, false)).toBe(
    '6 passed, 2 failed (2 files of 2 packages, 0 from the cache; 2 skipped)',
  );
});

it('counts a file that could not be loaded as a failure', () => {
  const reports = [report({ testResults: [{ status: 'failed', assertionResults: [] }] })];
  expect(closingLine(reports, 0, false)).toContain('3 passed, 1 failed');
});

it('never says that nothing failed of a run that did', () => {
  expect(closingLine([report()], 0, false)).toContain('3 passed, 1 failed');
});
