import { join } from 'node:path';
import { encodeSafetensors, type OutputFolder } from '@amcl/artifacts';
import { readSplit } from '@amcl/data';
import { openProvidedEngine } from '@amcl/engine';
import { createMethod, type Method } from '@amcl/methods';
import { storedViews } from '@amcl/input-stream';
import type { PretrainResult } from '@amcl/results';
import type { Stage } from '@amcl/stage';
import { encoderFile, loadCheckpoint, projectionHeadFile, saveCheckpoint, TrainingState } from '@amcl/training';
import { knnMonitor } from './knn-monitor';
import { MetricsLog } from './metrics-log';
import { train } from './train';

const FILES = {
  encoder: 'encoder.safetensors',
  projectionHead: 'projection-head.safetensors',
  metrics: 'metrics.jsonl',
} as const;

/** Stage pretrain: trains encoder and projection head on the views, from the last checkpoint if there is one. */
export const pretrain: Stage<'pretrain', 'ingest' | 'augment', PretrainResult> = {
  name: 'pretrain',
  section: 'pretrain',
  reads: ['ingest', 'augment'],
  usesEngine: true,
  run: async (section, inputs, context) => {
    const { work, seed, key, emit, signal, output } = context;
    const engine = await openProvidedEngine(context.engine);
    if (engine.warning !== null) emit({ kind: 'message', level: 'warning', text: engine.warning });
    const [trainSplit, testSplit] = [await readSplit(inputs.ingest, 'train'), await readSplit(inputs.ingest, 'test')];
    const { recipe } = inputs.augment.result;
    const method = createMethod(section);
    const owner = { key, seed };
    const checkpoint = join(work, 'checkpoint.safetensors');
    const state = (await loadCheckpoint(checkpoint, method, owner)) ?? TrainingState.initialize(method, seed);
    const resumedAt = state.step;
    if (resumedAt > 0)
      emit({ kind: 'message', level: 'info', text: `going on at step ${resumedAt}, from ${checkpoint}` });
    emit({
      kind: 'message',
      level: 'info',
      text: describe(method, section.epochs, section.batchSize, trainSplit.count, engine),
    });
    const log = MetricsLog.open(join(work, FILES.metrics), resumedAt);

    const speed = await train({
      section,
      method,
      state,
      log,
      seed,
      split: trainSplit,
      recipe,
      stored: storedViews(inputs.augment),
      monitor: knnMonitor({
        method,
        train: trainSplit,
        test: testSplit,
        recipe,
        section,
        classes: inputs.ingest.result.classNames.length,
      }),
      checkpoint: { path: checkpoint, save: () => saveCheckpoint(checkpoint, method, state, owner) },
      signal,
      emit,
    });

    await writeFiles(output, method, state, log);
    const losses = log.losses();
    const { name, stem, width } = section.encoder;
    const result: PretrainResult = {
      method: method.name,
      encoder: { name, stem, width, features: method.encoder.features },
      epochs: section.epochs,
      steps: state.step,
      loss: { first: losses[0] ?? NaN, last: losses.at(-1) ?? NaN },
      knn: log.knn(),
      files: FILES,
    };
    state.dispose();
    return { result, run: { ...speed, resumedAt, device: engine.device, threads: engine.threads } };
  },
};

async function writeFiles(output: OutputFolder, method: Method, state: TrainingState, log: MetricsLog): Promise<void> {
  await output.writeBlob(FILES.encoder, encodeSafetensors(encoderFile(method, state)));
  await output.writeBlob(FILES.projectionHead, encodeSafetensors(projectionHeadFile(method, state)));
  await output.write(FILES.metrics, log.toString());
}

function describe(
  method: Method,
  epochs: number,
  batchSize: number,
  images: number,
  engine: { identity: { backend: string }; device: string; threads: number },
): string {
  const { identity, device, threads } = engine;
  const parameters = method.module.parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return (
    `${method.name}: ${images} images, ${epochs} epochs, batches of ${batchSize}, ${(parameters / 1e6).toFixed(2)} M parameters, ` +
    `on ${identity.backend} (${device}, ${threads} ${threads === 1 ? 'thread' : 'threads'})`
  );
}
