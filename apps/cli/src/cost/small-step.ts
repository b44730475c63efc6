import type { Experiment, PretrainSection } from '@amcl/experiment';

/** Pixels of the views of a small batch, of one of the two views of each image. */
const PIXELS = 2 ** 17;
const [LEAST, MOST] = [16, 64];

/** The experiment with a batch that is small enough to be measured in seconds and in little memory. */
export function smallStep(experiment: Experiment): Experiment {
  const { pretrain, augmentation } = experiment;
  const { size } = augmentation.randomResizedCrop;
  const fitting = Math.min(MOST, Math.max(LEAST, 2 ** Math.floor(Math.log2(PIXELS / size ** 2))));
  const splits = pretrain.method.name === 'moco' ? pretrain.method.batchNormSplits : 1;
  const parts = pretrain.microBatchSize === null ? 1 : 2;
  const unit = (splits === 1 ? 1 : 2 * splits) * parts;
  const batchSize = unit * Math.max(1, Math.round(Math.min(fitting, pretrain.batchSize) / unit));
  return {
    ...experiment,
    seeds: null,
    sweep: null,
    pretrain: {
      ...pretrain,
      batchSize,
      microBatchSize: parts === 1 ? null : batchSize / parts,
      amcl: withCandidates(pretrain, 2 * batchSize - 2),
    },
  };
}

/** @param candidates that a small batch has for the hardest of a method that takes them from the batch */
function withCandidates({ method, amcl }: PretrainSection, candidates: number): PretrainSection['amcl'] {
  if (amcl === null || method.name === 'moco') return amcl;
  return { ...amcl, hardest: Math.min(amcl.hardest, candidates) };
}
