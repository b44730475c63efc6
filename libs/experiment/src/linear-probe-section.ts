import type { z } from 'zod';
import { flag, real, section, whole } from './fields';

/** Stage linear-probe: a linear classifier by SGD with cosine on frozen features, kNN and similarity histograms. */
export const linearProbeSchema = section({
  epochs: whole({ min: 1 }).default(100),
  batchSize: whole({ min: 1 }).default(256),
  lr: real({ above: 0 }).default(0.1),
  momentum: real({ min: 0, below: 1 }).default(0.9),
  weightDecay: real({ min: 0 }).default(0),
  /** Random crops and flips of the training images, drawn anew each epoch: the encoder then runs in every epoch. */
  augment: flag().default(false),
  knn: section({
    k: whole({ min: 1 }).default(200),
    temperature: real({ above: 0 }).default(0.1),
  }).prefault({}),
  /** Histograms of the cosine similarity of positive and of negative pairs of views of so many test images. */
  similarity: section({
    images: whole({ min: 2 }).default(512),
    bins: whole({ min: 2, max: 1000 }).default(50),
  }).prefault({}),
});

export type LinearProbeSection = z.output<typeof linearProbeSchema>;
