export { batchPlan, type BatchPlan } from './batch-plan';
export { evalBatches, type EvalBatch } from './eval-batches';
export type { ViewPair } from './make-views';
export { storedViews, type StoredViews } from './stored-views';
export { viewBatches, type ViewBatch, type ViewBatchesOptions } from './view-batches';
