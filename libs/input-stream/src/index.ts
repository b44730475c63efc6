export { batchPlan, type BatchPlan } from './batch-plan';
export { evalShape } from './eval-maker';
export { evalBatches, keyedBatches, type EvalBatch, type KeyedBatchesOptions } from './image-batches';
export type { ViewKey, ViewPair } from './make-views';
export { viewMaker } from './makers-of';
export { storedViews, type StoredViews } from './stored-views';
export { viewBatches, type ViewBatch, type ViewBatchesOptions } from './view-batches';
export type { ImageSplit, ViewMaker } from './view-maker';
