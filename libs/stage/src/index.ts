export { executeStage, type StageSetting } from './execute-stage';
export { runPaths } from './paths';
export { runStage, type Observer } from './run-stage';
export type {
  InputName,
  Inputs,
  SectionName,
  Stage,
  StageContext,
  StageName,
  StageResults,
  StageReturn,
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
