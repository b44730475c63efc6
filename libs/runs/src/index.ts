export { flatten } from './flatten';
export { groupByPoint } from './group-by-point';
export { probedData } from './probed-data';
export { readExperiment, readRun, type ExperimentPlace } from './read-run';
export { recordedFigure } from './recorded-figure';
export type { RunData, SectionSettings, StageRecord } from './run-data';
