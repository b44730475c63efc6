import { join } from 'node:path';
import { safetensorsParts, type OutputFolder } from '@amcl/artifacts';
import { pretrainSplitName, readSplit } from '@amcl/data';
import { openProvidedEngine, openTuner } from '@amcl/engine';
import { storedViews } from '@amcl/input-stream';
import { createMethod, type Method } from '@amcl/methods';
import type { PretrainResult } from '@amcl/results';
import type { Stage } from '@amcl/stage';
import { adaptPretraining } from '@amcl/sweeps';
import { encoderFile, headsFile, loadCheckpoint, readInit, saveCheckpoint, TrainingState } from '@amcl/training';
import { describeTraining } from './describe-training';
import { earlyStop } from './early-stop';
import { epochMeans } from './epoch-means';
import { knnMonitor } from './knn-monitor';
import { MetricsLog } from './metrics-log';
import { train } from './train';

const FILES = {
  encoder: 'encoder.safetensors',
  heads: 'heads.safetensors',
  metrics: 'metrics.jsonl',
} as const;

/** Stage pretrain: trains encoder and heads by the experiment's method on the views, from the last checkpoint if there is one. */
export const pretrain: Stage<'pretrain', 'ingest' | 'augment', PretrainResult> = {
  name: 'pretrain',
  section: 'pretrain',
  reads: ['ingest', 'augment'],
  usesEngine: true,
  adapt: adaptPretraining,
  run: async (section, inputs, context) => {
    const { work, workspace, seed, key, emit, signal, output } = context;
    const engine = await openProvidedEngine(context.engine, section.precision);
    const [bank, test] = [await readSplit(inputs.ingest, 'train'), await readSplit(inputs.ingest, 'test')];
    const pretrainSplit = pretrainSplitName(inputs.ingest.result);
    const images = pretrainSplit === 'train' ? bank : await readSplit(inputs.ingest, pretrainSplit);
    const { recipe } = inputs.augment.result;
    const method = createMethod(section);
    const owner = { key, seed };
    const checkpoint = join(work, 'checkpoint.safetensors');
    const begin = async () =>
      TrainingState.initialize(method, seed, await readInit(workspace, section.init, method.encoder));
    const { state, kernels } = (await loadCheckpoint(checkpoint, method, owner)) ?? {
      state: await begin(),
      kernels: [],
    };
    const tuner = section.autotune ? await openTuner(engine, kernels) : null;
    if (tuner?.warning) emit({ kind: 'message', level: 'warning', text: tuner.warning });
    const resumedAt = state.step;
    if (resumedAt > 0)
      emit({ kind: 'message', level: 'info', text: `going on at step ${resumedAt}, from ${checkpoint}` });
    emit({ kind: 'message', level: 'info', text: describeTraining(section, method, images.count, engine) });
    const log = MetricsLog.open(join(work, FILES.metrics), resumedAt);

    const speed = await train({
      section,
      method,
      state,
      log,
      seed,
      split: images,
      recipe,
      stored: storedViews(inputs.augment),
      monitor: knnMonitor({
        method,
        train: bank,
        test,
        recipe,
        section,
        classes: inputs.ingest.result.classNames.length,
      }),
      tuner,
      checkpoint: {
        path: checkpoint,
        save: () => saveCheckpoint(checkpoint, method, { state, kernels: tuner?.choices ?? [] }, owner),
      },
      signal,
      emit,
    });

    await writeFiles(output, method, state, log);
    const { method: settings, amcl, encoder, init, batchSize } = section;
    const stopped = earlyStop(log.knn(), section.knn.stopBelow);
    const epochs = stopped?.epoch ?? section.epochs;
    const steps = log.steps();
    const result: PretrainResult = {
      network: { method: settings, amcl, encoder, init, batchSize },
      features: method.encoder.features,
      computed: { device: engine.device, precision: engine.precision },
      epochs,
      steps: state.step,
      stopped,
      loss: { first: steps[0]?.loss ?? NaN, last: steps.at(-1)?.loss ?? NaN },
      embeddingStd: { last: epochMeans(log.stepsOf(epochs)).embeddingStd },
      knn: log.knn(),
      kernels: tuner?.digest ?? null,
      files: FILES,
    };
    state.dispose();
    return {
      result,
      run: { ...speed, resumedAt, device: engine.device, threads: engine.threads, precision: engine.precision },
    };
  },
};

async function writeFiles(output: OutputFolder, method: Method, state: TrainingState, log: MetricsLog): Promise<void> {
  await output.writeBlob(FILES.encoder, safetensorsParts(encoderFile(method, state)));
  await output.writeBlob(FILES.heads, safetensorsParts(headsFile(method, state)));
  await output.write(FILES.metrics, log.toString());
}
