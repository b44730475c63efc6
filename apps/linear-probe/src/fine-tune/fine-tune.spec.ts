import { openEngine } from '@amcl/engine';
import type { FineTuneSection } from '@amcl/experiment';
import { linearProbeResultSchema } from '@amcl/results';
import type { StageEvent } from '@amcl/stage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experimentOf, ProbeWorkspace, projectionHead, TRAIN } from '../testing/probe-workspace';

const EPOCHS = 3;
const fineTune: FineTuneSection = {
  epochs: EPOCHS,
  batchSize: 8,
  lr: 0.02,
  momentum: 0.9,
  weightDecay: 0,
  checkpoint: { everySteps: 4 },
};
const STEPS = (EPOCHS * TRAIN) / fineTune.batchSize;
/** The frozen encoder is not the point here. */
const cheap = { epochs: 1, map: { images: 0, neighbors: 2, minDist: 0.1, epochs: 1 }, neighbours: { images: 0, k: 1 } };

let workspace: ProbeWorkspace;
beforeAll(async () => {
  await openEngine({ backend: 'cpu' });
  workspace = await ProbeWorkspace.create();
  await workspace.putPretrain();
});
afterAll(() => workspace.dispose());

const progress = (events: readonly StageEvent[]) =>
  events.flatMap((event) => (event.kind === 'progress' && event.task === 'fine-tuning' ? [event] : []));

describe('fine-tuning', () => {
  it('learns, and leaves the figures of the frozen encoder as they are', async () => {
    const [plain, tuned] = [await workspace.run(cheap), await workspace.run({ ...cheap, fineTune })];
    const { result, events } = tuned;
    expect(linearProbeResultSchema.parse(result)).toEqual(result);
    expect(plain.result.fineTuned).toBeNull();
    expect(result).toEqual({ ...plain.result, fineTuned: result.fineTuned });
    const { loss = [], top1, perClass } = result.fineTuned ?? {};
    expect(loss).toHaveLength(EPOCHS);
    expect(loss[0]).toBeLessThan(1.2 * Math.log(2));
    expect(loss.at(-1)).toBeLessThan(0.7 * loss[0]!);
    expect(perClass).toHaveLength(2);
    expect(top1).toBeCloseTo((perClass![0]! + perClass![1]!) / 2, 6);
    expect(progress(events).map(({ done, total }) => [done, total])).toEqual(
      Array.from({ length: STEPS }, (_, step) => [step + 1, STEPS]),
    );
    const lines = events.flatMap((event) => (event.kind === 'epoch' ? [event.text] : []));
    expect(lines).toHaveLength(EPOCHS);
    expect(lines.at(-1)).toMatch(
      /^fine-tuning, epoch 3\/3 {2}loss \d\.\d{4} {2}lr \S+ {2}\d+ views\/s {2}0\.0 min left$/,
    );
  });

  it("hands the network on by torchvision's names", async () => {
    const tensors = (await workspace.run({ ...cheap, fineTune })).fineTuned();
    expect(tensors['conv1.weight']?.shape).toEqual([2, 3, 3, 3]);
    expect(tensors['fc.weight']?.shape).toEqual([2, 16]);
    expect(tensors['fc.bias']?.data.some((value) => Number(value) !== 0)).toBe(true);
    expect(tensors['bn1.running_mean']?.data.some((value) => Number(value) !== 0)).toBe(true);
  });

  it('goes on after it was stopped, to the same bytes', async () => {
    const whole = await workspace.run({ ...cheap, fineTune });
    const work = workspace.workFolder();
    const stop = new AbortController();
    const listen = (event: StageEvent): void => {
      if (event.kind === 'progress' && event.task === 'fine-tuning' && event.done === 5)
        stop.abort(new Error('stopped'));
    };
    await expect(workspace.run({ ...cheap, fineTune }, { work, signal: stop.signal, listen })).rejects.toThrow(
      'stopped',
    );
    const rest = await workspace.run({ ...cheap, fineTune }, { work });
    expect(progress(rest.events).map(({ done }) => done)).toEqual([6, 7, 8, 9]);
    expect(rest.result).toEqual(whole.result);
    expect(rest.fineTuned()).toEqual(whole.fineTuned());
  });

  it('takes an encoder of MoCo, whose batch norm was in groups, with ordinary batches', async () => {
    const method = { name: 'moco', queueSize: 16, batchNormSplits: 4, projectionHead } as const;
    const moco = await ProbeWorkspace.create();
    await moco.putPretrain(experimentOf({ method }).pretrain);
    const { result } = await moco.run({ ...cheap, fineTune: { ...fineTune, batchSize: 6, epochs: 1 } });
    expect(result.fineTuned?.loss).toHaveLength(1);
    moco.dispose();
  });

  it('says which rate to change where it diverges', async () => {
    const diverging = { ...cheap, fineTune: { ...fineTune, lr: 1e30 } };
    await expect(workspace.run(diverging)).rejects.toThrow(
      /loss of fine-tuning is .* Take a smaller linearProbe\.fineTune\.lr than 1e\+30/,
    );
  });
});

describe('labels of a share of the training images', () => {
  it('are all that kNN, linear probe and fine-tuning learn from', async () => {
    const one = { ...fineTune, batchSize: 6, epochs: 2 };
    const { result, events, tensorsOf } = await workspace.run({ ...cheap, labels: 0.25, fineTune: one });
    expect(result.labelled).toBe(TRAIN / 4);
    expect(progress(events).at(-1)?.total).toBe(2);
    expect(tensorsOf('train')['features']?.shape[0]).toBe(TRAIN);
    const all = await workspace.run(cheap);
    expect(all.result.labelled).toBe(TRAIN);
    expect(result.trained.probe.loss).not.toEqual(all.result.trained.probe.loss);
    expect(result.similarity).toEqual(all.result.similarity);
  });

  it('are those of the views of the linear probe, too', async () => {
    const { events } = await workspace.run({ ...cheap, labels: 0.25, augment: true });
    const views = events.filter((event) => event.kind === 'progress' && event.task === 'features, trained, epoch 1');
    expect(views.at(-1)).toMatchObject({ done: TRAIN / 4, total: TRAIN / 4 });
  });

  it('must be enough for a batch of fine-tuning', async () => {
    await expect(workspace.run({ ...cheap, labels: 0.25, fineTune })).rejects.toThrow(
      'Expected at most 6, the training images with labels, for linearProbe.fineTune.batchSize but received 8',
    );
  });
});
