export type { AugmentationSection } from './augmentation-section';
export { dataSets, type DatasetSection } from './dataset-section';
export {
  experimentSchema,
  sectionNames,
  sectionSchemas,
  type Experiment,
  type ExperimentInput,
  type SectionName,
} from './experiment-schema';
export type { LinearProbeSection } from './linear-probe-section';
export type { PretrainSection } from './pretrain-section';
export type { ReportSection } from './report-section';
export { defineExperiment } from './define-experiment';
export { ExperimentError, type ExperimentIssue } from './experiment-error';
export { extend } from './extend';
export { resolveExperiment } from './resolve-experiment';
