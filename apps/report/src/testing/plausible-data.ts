import { plausibleRun } from '@amcl/runs/testing';
import type { ReportData } from '../report-data';

/** Made-up data of a report, of the shape and size of a small run. */
export function plausibleData(): ReportData {
  const run = plausibleRun();
  return {
    ...run,
    title: 'Quickstart: a small SimCLR',
    experiment: 'quickstart',
    runs: [run],
    sheets: [{ title: 'all operations', png: Uint8Array.of(137, 80, 78, 71) }],
  };
}
