import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobStore, digest, encodeSafetensors, OutputFolder, StageOutput } from '@amcl/artifacts';
import { resolveExperiment } from '@amcl/experiment';
import { randomStream } from '@amcl/random';
import { augmentResultSchema, ingestResultSchema, type AugmentResult, type IngestResult } from '@amcl/results';
import type { StageEvent } from '@amcl/stage';
import { augment } from '../augment';

export const SEED = 7;
export const COUNT = 40;
export const IMAGE = 12 * 10 * 3;
export const { augmentation } = resolveExperiment({}, 'experiment.ts');
export type Section = typeof augmentation;

/** A folder for one test. */
export const makeFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'amcl-augment-'));

/** Images of noise, 12 x 10 pixels. */
export function noise(): Uint8Array {
  const random = randomStream(5, 'noise');
  return Uint8Array.from({ length: COUNT * IMAGE }, () => random.integer(256));
}

/** What stage ingest would have written of a data set of noise, 12 x 10 pixels, in two shards. */
async function ingested(folder: string, store: BlobStore): Promise<StageOutput<IngestResult>> {
  const target = join(folder, 'ingest');
  const output = await OutputFolder.create(target, store);
  const shards = ['train-0.safetensors', 'train-1.safetensors'];
  for (const [index, name] of shards.entries()) {
    const data = noise().subarray((index * COUNT * IMAGE) / 2, ((index + 1) * COUNT * IMAGE) / 2);
    const images = { dtype: 'U8', shape: [COUNT / 2, 12, 10, 3], data } as const;
    const labels = { dtype: 'I32', shape: [COUNT / 2], data: new Int32Array(COUNT / 2) } as const;
    await output.writeBlob(name, encodeSafetensors({ images, labels }));
  }
  const train = { count: COUNT, shards, perClass: [COUNT] };
  const shape: IngestResult['shape'] = [12, 10, 3];
  const mean = [0.5, 0.5, 0.5];
  const splits = { train, test: train, unlabelled: null };
  const described = { dataset: 'noise', shape, classNames: ['noise'], mean, std: mean };
  const result: IngestResult = { ...described, evaluatedOn: 'test', splits, damaged: [] };
  await output.commit({ stage: 'ingest', result }, {});
  return StageOutput.open(target, ingestResultSchema);
}

export interface Ran {
  output: StageOutput<AugmentResult>;
  run: Record<string, unknown>;
  events: StageEvent[];
}

/** Runs the stage on noise and reads back what it wrote. */
export async function runAugment(
  folder: string,
  changes: Partial<Section>,
  signal = new AbortController().signal,
): Promise<Ran> {
  const store = new BlobStore(join(folder, 'store'));
  const target = join(folder, 'augment');
  const output = await OutputFolder.create(target, store);
  const events: StageEvent[] = [];
  const context = {
    experiment: 'noise',
    seed: SEED,
    workspace: folder,
    key: digest(0),
    work: folder,
    store,
    output,
    signal,
    engine: null,
    emit: (event: StageEvent) => void events.push(event),
  };
  const { result, run = {} } = await augment.run(
    { ...augmentation, ...changes },
    { ingest: await ingested(folder, store) },
    context,
  );
  await output.commit({ stage: 'augment', result }, run);
  return { output: await StageOutput.open(target, augmentResultSchema), run, events };
}
