import { readFileSync } from 'node:fs';
import { decodeSafetensors } from '@amcl/artifacts';
import { openEngine } from '@amcl/engine';
import { resolveExperiment, type DatasetSection, type FineTuneSection } from '@amcl/experiment';
import { linearProbeResultSchema } from '@amcl/results';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ProbeWorkspace, TEST, TRAIN } from './testing/probe-workspace';

const dataset: DatasetSection = resolveExperiment({ dataset: { name: 'cifar10' } }, 'experiment.ts').dataset;
const fineTune: FineTuneSection = {
  epochs: 1,
  batchSize: 8,
  lr: 0.02,
  momentum: 0.9,
  weightDecay: 0,
  checkpoint: { everySteps: 200 },
};

let workspace: ProbeWorkspace;
beforeAll(async () => {
  await openEngine({ backend: 'cpu' });
  workspace = await ProbeWorkspace.create();
  await workspace.putPretrain();
});
afterAll(() => workspace.dispose());

it('measures, fine-tunes and shows the encoder on a data set of the probe alone, and hands that on', async () => {
  const [own, { result, events, tensorsOf, fineTuned, path }] = [
    await workspace.run({ epochs: 2 }),
    await workspace.run({ epochs: 2, dataset, fineTune, labels: 0.5 }),
  ];
  expect(own.result.data).toBeNull();
  expect(linearProbeResultSchema.parse(result)).toEqual(result);
  expect(result.data).toMatchObject({ dataset: 'elsewhere', classNames: ['dark', 'gray', 'light'] });
  expect(result.labelled).toBe(TRAIN / 2);
  expect(result.trained.probe.confusion.map((row) => row.reduce((sum, count) => sum + count, 0))).toEqual([4, 4, 4]);
  expect(result.fineTuned?.perClass).toHaveLength(3);
  expect(fineTuned()['fc.weight']?.shape[0]).toBe(3);
  expect([...(tensorsOf('test')['labels']?.data ?? [])].slice(0, 4)).toEqual([0, 1, 2, 0]);
  expect(result.similarity).not.toEqual(own.result.similarity);
  const { splits } = result.data!;
  const shard = decodeSafetensors(readFileSync(path(splits.test.shards[0]!)), 'shard').tensors;
  expect(shard['labels']?.shape).toEqual([TEST]);
  expect(events).toContainEqual({
    kind: 'message',
    level: 'info',
    text: `measured on elsewhere: ${TRAIN} training and ${TEST} test images of 3 classes`,
  });
});
