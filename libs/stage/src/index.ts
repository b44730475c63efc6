export { choicesOf, type ChoiceParts } from './choices-of';
export { executeStage, type AnyStage, type StageSetting } from './execute-stage';
export { openInputs } from './open-inputs';
export { runPaths } from './paths';
export { runStage, type Observer } from './run-stage';
export { readRuns, readSection, type RunRecord, type RunSection, type RunSections } from './read-section';
export { settingsOf } from './settings-of';
export { sourceReports, type SourceReports } from './source-reports';
export type {
  InputName,
  Inputs,
  RunInputs,
  Stage,
  StageContext,
  StageName,
  StageResults,
  StageReturn,
  SummaryStage,
} from './stage';
export type {
  EndedEvent,
  EpochEvent,
  FinishedEvent,
  KeptEvent,
  MessageEvent,
  MetricsEvent,
  ProgressEvent,
  StageEvent,
  StartedEvent,
  WorkIdentity,
} from './stage-event';
export {
  inputName,
  readInputName,
  settingsDigest,
  workHead,
  workKey,
  type Shown,
  type WorkHead,
  type WorkSettings,
} from './work-key';
export { parseWorkRecord, readWorkRecord, readWorkSection, type WorkRecord } from './work-record';
