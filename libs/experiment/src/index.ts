export type { AmclSettings, TemperatureSettings } from './amcl-section';
export type { AugmentationSection } from './augmentation-section';
export { growingSets } from './augmentation-sets';
export { withAugmentationSet } from './with-augmentation-set';
export { countImages, type ImageCounts } from './data-sets/count-images';
export { dataSets, type DataSetFacts, type DataSetName } from './data-sets/facts';
export type { DatasetSection } from './data-sets';
export {
  experimentSchema,
  sectionNames,
  sectionSchemas,
  type Experiment,
  type ExperimentInput,
  type SectionName,
} from './experiment-schema';
export type { LinearProbeSection } from './linear-probe-section';
export type { MethodName, MethodSettings } from './methods';
export { pretrainSchema, type PretrainSection } from './pretrain-section';
export type { ReportSection } from './report-section';
export { defineExperiment } from './define-experiment';
export { ExperimentError, type ExperimentIssue } from './experiment-error';
export { extend } from './extend';
export { resolveExperiment } from './resolve-experiment';
export { resolveRuns, type Run } from './resolve-runs';
export { adaptedSection, chosenPoint, isAdaptive, type StopBelow } from './adapted-section';
export type { Point } from './sweep-points';
export { sweepSchema, type EarlyStoppingSettings, type ParameterSettings, type SweepSettings } from './sweep-section';
export { usesSeed } from './uses-seed';
