import type { Manifest } from '@amcl/artifacts';
import type { AugmentResult, IngestResult, LinearProbeResult, Metric, PretrainResult } from '@amcl/results';
import type { RunRecord, WorkRecord } from '@amcl/stage';

/** A finished stage of a run. */
export interface StageRecord {
  readonly name: string;
  /** sha256 of its manifest. */
  readonly digest: string;
  readonly manifest: Omit<Manifest, 'result'>;
  /** Its `run.json`: time and speed on the machine that ran it; empty where it is missing. */
  readonly run: Readonly<Record<string, unknown>>;
  /** By what it was made; null where that is not noted. */
  readonly work: WorkRecord | null;
}

/** The settings of a section, every default spelled out: paths such as `optimizer.lr` and their values. */
export interface SectionSettings {
  readonly name: string;
  readonly settings: readonly (readonly [path: string, value: string])[];
}

/** A run of an experiment: how it was set, what came out, and what that rests on. */
export interface RunData extends RunRecord {
  readonly sections: readonly SectionSettings[];
  readonly stages: readonly StageRecord[];
  readonly ingest: IngestResult;
  readonly augment: AugmentResult;
  readonly pretrain: PretrainResult;
  /** Of the training, in order. */
  readonly metrics: readonly Metric[];
  readonly probe: LinearProbeResult;
}
