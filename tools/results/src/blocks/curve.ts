import { describeCurves } from '@amcl/bench';
import type { Records } from '../records';

/** Loss and kNN beside lightly's, of the same settings. */
export function curveBlock(records: Records, experiment: string): string {
  const record = records.curve(experiment);
  return record === null ? 'Not run.' : describeCurves(record);
}
