import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MetricsLog } from './metrics-log';

const step = (step: number, loss: number, epoch = 1) => ({
  ...{ step, epoch, loss, lr: 0.1, embeddingStd: 0.9, positiveSimilarity: 0.5 },
});

describe('MetricsLog', () => {
  it('goes on after the checkpoint, without the steps that are done again or a line cut short', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'metrics-')), 'metrics.jsonl');
    const first = MetricsLog.open(path, 0);
    first.append({ step: 0, epoch: 0, knn: 20 });
    for (const done of [1, 2, 3]) first.append(step(done, 5 - done));
    appendFileSync(path, '{"step":4,"epo');

    const resumed = MetricsLog.open(path, 2);
    resumed.append(step(3, 1.5));
    expect(resumed.steps().map(({ loss }) => loss)).toEqual([4, 3, 1.5]);
    expect(resumed.knn()).toEqual([{ epoch: 0, top1: 20 }]);
    expect(MetricsLog.open(path, 9).toString()).toBe(resumed.toString());
  });
  it('tells the steps of an epoch from those of others, and from measurements', () => {
    const log = MetricsLog.open(join(mkdtempSync(join(tmpdir(), 'metrics-')), 'metrics.jsonl'), 0);
    for (const metric of [step(1, 5), step(2, 4), { step: 2, epoch: 1, knn: 30 }, step(3, 3, 2)]) log.append(metric);
    expect(log.stepsOf(1).map(({ loss }) => loss)).toEqual([5, 4]);
    expect(log.stepsOf(3)).toEqual([]);
  });
});
