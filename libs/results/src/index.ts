export { augmentResultSchema, type AugmentResult } from './augment-result';
export { ingestResultSchema, type IngestResult } from './ingest-result';
export {
  evaluationSchema,
  linearProbeResultSchema,
  similaritySchema,
  type Evaluation,
  type LinearProbeResult,
  type Similarity,
} from './linear-probe-result';
export { parseMetrics } from './parse-metrics';
export { metricSchema, pretrainResultSchema, type Metric, type PretrainResult } from './pretrain-result';
export { reportResultSchema, type ReportResult } from './report-result';
