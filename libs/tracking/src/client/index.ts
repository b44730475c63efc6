export { takesArtifacts, uploadArtifact } from './artifacts';
export { ensureExperiment } from './experiments';
export { logDataset, type Dataset } from './inputs';
export { MlflowError, type Failure } from './mlflow-error';
export {
  createModel,
  createVersion,
  ensureRegisteredModel,
  findModels,
  findVersion,
  finishModel,
  hasOutput,
  logOutput,
  type LoggedModel,
} from './models';
export { createRun, deleteRun, findRuns, logBatch, updateRun, type Metric, type Run, type RunStatus } from './runs';
export { keptServer, trackingServer, type TrackingServer } from './tracking-server';
export { Transport, type RequestOptions } from './transport';
