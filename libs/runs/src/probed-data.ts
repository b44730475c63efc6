import type { IngestResult } from '@amcl/results';
import type { RunData } from './run-data';

/** The data set on which a run's encoder was measured: its own, or the one of `linearProbe.dataset`. */
export function probedData({ ingest, probe }: Pick<RunData, 'ingest' | 'probe'>): IngestResult {
  return probe.data ?? ingest;
}
