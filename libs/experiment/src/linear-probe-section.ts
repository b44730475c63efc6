import type { z } from 'zod';
import { datasetSchema } from './data-sets';
import { flag, real, section, whole } from './fields';

/**
 * Fine-tuning of the pre-trained encoder with a linear classifier after it: all layers by SGD with cosine, on random crops and flips of the
 * labelled images. The defaults are SimCLR's for 10 % of the labels (arXiv 2002.05709, B.5), a rate of 0.05 batchSize / 256, with lightly's plain
 * momentum; for 1 % they take 60 epochs.
 */
const fineTuneSchema = section({
  epochs: whole({ min: 1 }).default(30),
  /** Images a step; what is left over at the end of an epoch waits for another epoch's order. */
  batchSize: whole({ min: 2 }).default(256),
  lr: real({ above: 0 }).default(0.05),
  momentum: real({ min: 0, below: 1 }).default(0.9),
  weightDecay: real({ min: 0 }).default(0),
  checkpoint: section({ everySteps: whole({ min: 1 }).default(200) }).prefault({}),
});

/**
 * Stage linear-probe: a linear classifier by SGD with cosine on frozen features, kNN, fine-tuning, similarity histograms, and what the report
 * shows of the trained encoder's features: a map and nearest neighbours.
 */
export const linearProbeSchema = section({
  /** Transfer: a data set of its own, on which all of this stage is done, in place of the one of pre-training (`null`). */
  dataset: datasetSchema.nullable().default(null),
  /**
   * Share of the training images whose labels kNN, linear probe and fine-tuning may use, 0.01 and 0.1 in semi-supervised protocols: equally of
   * each class, at least one image, drawn with the experiment's seed; a smaller share is a part of a larger one. Pre-training sees all images.
   */
  labels: real({ above: 0, max: 1 }).default(1),
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
  /** `null`: none. */
  fineTune: fineTuneSchema.nullable().default(null),
  /**
   * Histograms of the cosine similarity of positive and of negative pairs of views of so many test images, by the experiment's recipe and by
   * one to five augmentations; alignment and uniformity of the same views.
   */
  similarity: section({
    images: whole({ min: 2 }).default(512),
    bins: whole({ min: 2, max: 1000 }).default(50),
  }).prefault({}),
  /** UMAP (arXiv 1802.03426) of the features of some test images, in two dimensions. */
  map: section({
    /** 0: no map. */
    images: whole({ min: 0 }).default(1000),
    /** Of the graph: an image counts as one of its own, as in umap-learn's `n_neighbors`. */
    neighbors: whole({ min: 2 }).default(15),
    /** Least distance of two points on the map, where 1 is the scale on which similar images spread. */
    minDist: real({ min: 0, max: 1 }).default(0.1),
    epochs: whole({ min: 1 }).default(500),
  }).prefault({}),
  /** The `k` training images that are most similar to each of some test images. */
  neighbours: section({
    /** 0: none. */
    images: whole({ min: 0 }).default(8),
    k: whole({ min: 1 }).default(8),
  }).prefault({}),
});

export type FineTuneSection = z.output<typeof fineTuneSchema>;
export type LinearProbeSection = z.output<typeof linearProbeSchema>;
