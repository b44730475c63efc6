import type { z } from 'zod';
import { flag, only, real, section, whole } from './fields';

/** Stage pretrain: method, encoder and optimisation. The defaults are the CIFAR recipe of SimCLR (arXiv 2002.05709). */
export const pretrainSchema = section({
  method: section({
    name: only('simclr'),
    /** Of NT-Xent. */
    temperature: real({ above: 0 }).default(0.5),
    /** Two linear layers; `hidden: null` takes the encoder's number of features. */
    projectionHead: section({
      hidden: whole({ min: 1 }).nullable().default(null),
      output: whole({ min: 1 }).default(128),
    }).prefault({}),
  }).prefault({}),
  encoder: section({
    name: only('resnet18'),
    /** `cifar`: a 3x3 convolution of stride 1 and no max-pool. */
    stem: only('cifar'),
    /** Multiplies the channels of every layer (64 to 512 at 1). */
    width: real({ above: 0, max: 4 })
      .refine((width) => Number.isInteger(64 * width), { error: 'a multiple of 1/64 above 0 and at most 4' })
      .default(1),
  }).prefault({}),
  optimizer: section({
    name: only('sgd'),
    lr: real({ above: 0 }).default(0.06),
    momentum: real({ min: 0, below: 1 }).default(0.9),
    weightDecay: real({ min: 0 }).default(5e-4),
    /** No weight decay on batch norm's parameters and on biases. */
    excludeBatchNormAndBias: flag().default(false),
  }).prefault({}),
  /** Linear warm-up, then half a cosine to 0.001 of the rate over the remaining steps, as lightly's schedule. */
  schedule: section({
    name: only('cosine'),
    warmupEpochs: whole({ min: 0 }).default(0),
  }).prefault({}),
  /** Images a step; each gives two views. */
  batchSize: whole({ min: 2 }).default(512),
  epochs: whole({ min: 1 }).default(800),
  /** The monitor: accuracy of a weighted kNN vote of the training features on the test images. */
  knn: section({
    /** Epochs between two measurements; 0 measures only at the end. */
    every: whole({ min: 0 }).default(1),
    k: whole({ min: 1 }).default(200),
    temperature: real({ above: 0 }).default(0.1),
  }).prefault({}),
  checkpoint: section({ everySteps: whole({ min: 1 }).default(200) }).prefault({}),
});

export type PretrainSection = z.output<typeof pretrainSchema>;
