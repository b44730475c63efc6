export { executeStage, type StageSetting } from './execute-stage';
export { runPaths } from './paths';
export { runStage } from './run-stage';
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
export type { EpochEvent, MessageEvent, ProgressEvent, StageEvent } from './stage-event';
