export { flatten } from './flatten';
export { readExperiment, readRun, type ExperimentPlace } from './read-run';
export type { RunData, SectionSettings, StageRecord } from './run-data';
