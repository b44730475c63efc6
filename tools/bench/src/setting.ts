import { openEngine, type Engine, type Precision } from '@amcl/engine';
import { locateLibrary } from '@amcl/engine/library';
import { resolveExperiment, type Experiment, type ExperimentInput } from '@amcl/experiment';
import { UserError } from '@amcl/artifacts';
import type { PixelSplit } from '@amcl/data';
import { randomStream } from '@amcl/random';

type Encoder = NonNullable<NonNullable<ExperimentInput['pretrain']>['encoder']>;

/** What is trained how, in a benchmark. */
export interface StepSetting {
  /** Images a step; each gives two views. */
  readonly batch: number;
  /** Multiplies the channels of every layer. */
  readonly width: number;
  readonly precision: Precision;
  readonly encoder: 'resnet18' | 'resnet50';
  readonly stem: NonNullable<Encoder['stem']>;
  /** Side of a view, pixels. */
  readonly size: number;
  readonly device: 'cpu' | 'gpu';
}

/** The full recipe, of SimCLR, in a setting. */
export function benchExperiment({
  batch,
  width,
  encoder,
  stem,
  size,
}: Omit<StepSetting, 'device' | 'precision'>): Experiment {
  const input: ExperimentInput = {
    augmentation: { randomResizedCrop: { size } },
    pretrain: { batchSize: batch, encoder: { name: encoder, stem, width } },
  };
  return resolveExperiment(input, 'bench');
}

/**
 * The engine of a setting; on a GPU its memory grows as it is needed, so that a rival finds some, too.
 * @throws UserError in one line if there is no GPU, or no library for one
 */
export async function openBenchEngine({
  precision,
  device,
}: Pick<StepSetting, 'precision' | 'device'>): Promise<Engine> {
  if (device === 'cpu') return openEngine({ backend: 'auto', precision });
  process.env['AMCL_LIBTENSORFLOW'] = 'gpu';
  if (locateLibrary() === null)
    throw new UserError(
      'Expected the GPU library but it is not here. Run: AMCL_LIBTENSORFLOW=gpu npx nx run libtensorflow:provide',
    );
  return openEngine({ backend: 'tensorflow', precision });
}

/** Images of noise: what a step costs does not depend on what is in them. */
export function noiseSplit(count: number, side = 32): PixelSplit {
  const random = randomStream(1, 'bench');
  const images = new Uint8Array(new SharedArrayBuffer(count * side * side * 3));
  for (let index = 0; index < images.length; index++) images[index] = random.uint32();
  return { kind: 'pixels', images, labels: new Int32Array(count), count, shape: [side, side, 3] };
}

/** Seconds since `started`, a reading of `performance.now()`. */
export function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}
