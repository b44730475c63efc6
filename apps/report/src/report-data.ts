import type { Manifest } from '@amcl/artifacts';
import type { AugmentResult, IngestResult, LinearProbeResult, Metric, PretrainResult } from '@amcl/results';

/** A contact sheet: its title and its PNG. */
export interface Sheet {
  readonly title: string;
  readonly png: Uint8Array;
}

/** A stage that the report rests on. */
export interface StageRecord {
  readonly name: string;
  /** sha256 of its manifest. */
  readonly digest: string;
  readonly manifest: Omit<Manifest, 'result'>;
  /** Its `run.json`: time and speed on the machine that ran it; empty where it is missing. */
  readonly run: Readonly<Record<string, unknown>>;
}

/** The settings of a section, every default spelled out: paths such as `optimizer.lr` and their values. */
export interface SectionSettings {
  readonly name: string;
  readonly settings: readonly (readonly [path: string, value: string])[];
}

/** All that a report shows. The same data gives the same page. */
export interface ReportData {
  readonly title: string;
  readonly experiment: string;
  readonly seed: number;
  readonly sections: readonly SectionSettings[];
  readonly stages: readonly StageRecord[];
  readonly ingest: IngestResult;
  readonly augment: AugmentResult;
  readonly sheets: readonly Sheet[];
  readonly pretrain: PretrainResult;
  readonly metrics: readonly Metric[];
  readonly probe: LinearProbeResult;
}
