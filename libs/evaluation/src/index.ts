export { classificationReport, type ClassificationReport } from './classification-report';
export { knnScores, type KnnOptions } from './knn-scores';
export { knnTop1 } from './knn-top1';
export type { LabelledFeatures } from './labelled-features';
export { initialProbe, probeStep, type ProbeOptions, type ProbeState } from './probe-step';
export { rankClasses } from './rank-classes';
export { similarityHistograms, type SimilarityHistograms } from './similarity-histograms';
export { trainLinearProbe, type LinearProbe, type LinearProbeReport } from './train-linear-probe';
