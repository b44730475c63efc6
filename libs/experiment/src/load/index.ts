export { experimentFile, experimentNames } from './find-experiments';
export { loadExperiment } from './load-experiment';
export { loadRuns } from './load-runs';
