import { z } from 'zod';
import { amclSchema } from './amcl-section';
import { choice, flag, only, real, section, sha256, text, whole } from './fields';
import { methodSchema } from './methods';

const stopBelowExpected = 'null or a list of { epoch, top1 }';

/** Stage pretrain: method, encoder and optimisation. The defaults are the CIFAR recipe of SimCLR (arXiv 2002.05709), without AMCL. */
export const pretrainSchema = section({
  method: methodSchema.prefault({}),
  /** `null` is the method on its own. */
  amcl: amclSchema.nullable().default(null),
  encoder: section({
    name: choice(['resnet18', 'resnet34', 'resnet50']).default('resnet18'),
    /** `cifar`: a 3x3 convolution of stride 1 and no max-pool; `imagenet`: 7x7 of stride 2, then max-pooling. */
    stem: choice(['cifar', 'imagenet']).default('cifar'),
    /** Multiplies the channels of every layer (64 to 512 at 1). */
    width: real({ above: 0, max: 4 })
      .refine((width) => Number.isInteger(64 * width), { error: 'a multiple of 1/64 above 0 and at most 4' })
      .default(1),
  }).prefault({}),
  /** Weights to begin with: a safetensors file of torchvision's names, by its path from the workspace's root; `null` draws them. */
  init: section({
    file: text('the path of a safetensors file'),
    /** Of the file, as `sha256sum` prints it: the training belongs to these weights and no others. */
    sha256: sha256(),
  })
    .nullable()
    .default(null),
  optimizer: section({
    /** `lars`: arXiv 1708.03888, for large batches. */
    name: choice(['sgd', 'lars']).default('sgd'),
    lr: real({ above: 0 }).default(0.06),
    momentum: real({ min: 0, below: 1 }).default(0.9),
    weightDecay: real({ min: 0 }).default(5e-4),
    /** No weight decay on batch norm's parameters and on biases. */
    excludeBatchNormAndBias: flag().default(false),
    /** Of LARS. */
    trustCoefficient: real({ above: 0 }).default(1e-3),
    /** Largest Euclidean norm of all gradients together, to which longer ones are shortened; `null` leaves them. */
    clipNorm: real({ above: 0 }).nullable().default(null),
  }).prefault({}),
  /** Linear warm-up, then half a cosine to 0.001 of the rate over the remaining steps, as lightly's schedule. */
  schedule: section({
    name: only('cosine'),
    warmupEpochs: whole({ min: 0 }).default(0),
  }).prefault({}),
  /** Images a step; each gives two views. */
  batchSize: whole({ min: 2 }).default(512),
  /**
   * Images that pass the encoder at a time, which bounds the memory; the loss is still over the whole batch, batch norm of the encoder
   * over each part. It must divide `batchSize`. `null` passes the whole batch.
   */
  microBatchSize: whole({ min: 2 }).nullable().default(null),
  /**
   * The training step as one graph, which is faster and takes less memory, where the backend is tensorflow and `microBatchSize` null.
   * `false` computes operation by operation, to debug; the numbers differ by rounding.
   */
  capture: flag().default(true),
  /**
   * Of the encoder's arithmetic. `bfloat16` keeps weights, statistics, heads, loss and optimizer in float32, as PyTorch's autocast, and
   * takes the tensorflow backend. `auto` is bfloat16 on a GPU and on CPUs with AVX512-BF16 or AMX, else float32.
   */
  precision: choice(['float32', 'bfloat16', 'auto']).default('float32'),
  /**
   * Measures at the first step, once for each shape on a machine, which of the ways to compute an operation is the fastest, and trains by
   * it. `false` takes the default ways; the numbers differ by rounding. `npx amcl kernels` shows what was measured.
   */
  autotune: flag().default(true),
  epochs: whole({ min: 1 }).default(800),
  /** The monitor: accuracy of a weighted kNN vote of the training features on the test images. */
  knn: section({
    /** Epochs between two measurements; 0 measures only at the end. */
    every: whole({ min: 0 }).default(1),
    k: whole({ min: 1 }).default(200),
    temperature: real({ above: 0 }).default(0.1),
    /**
     * Ends the training after one of these epochs where its best kNN so far is below `top1` (percent); the encoder of that epoch is the
     * result. A sweep with `earlyStopping` sets it for each of its runs. `null` trains to the end.
     */
    stopBelow: z
      .array(section({ epoch: whole({ min: 1 }), top1: real({ min: 0, max: 100 }) }), { error: stopBelowExpected })
      .nullable()
      .default(null),
  }).prefault({}),
  checkpoint: section({ everySteps: whole({ min: 1 }).default(200) }).prefault({}),
});

export type PretrainSection = z.output<typeof pretrainSchema>;
