export { experimentNames } from './experiment-names';
export { loadExperiment } from './load-experiment';
export { loadRuns } from './load-runs';
