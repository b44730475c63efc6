export { augmentResultSchema, type AugmentResult } from './augment-result';
export { describeMethod } from './describe-method';
export { ingestResultSchema, type IngestResult } from './ingest-result';
export {
  evaluationSchema,
  linearProbeResultSchema,
  similaritySchema,
  type AugmentationSimilarity,
  type EmbeddingMap,
  type Evaluation,
  type FineTuned,
  type Geometry,
  type LinearProbeResult,
  type Neighbours,
  type Similarity,
} from './linear-probe-result';
export { measuredImages, measuredSplit } from './measured-split';
export { parseMetrics } from './parse-metrics';
export {
  COLLAPSED_BELOW,
  metricSchema,
  networkSchema,
  pretrainResultSchema,
  type Metric,
  type NetworkDescription,
  type PretrainResult,
  type StepMetric,
} from './pretrain-result';
export { reportResultSchema, type ReportResult } from './report-result';
export { metricValues } from './metric-values';
