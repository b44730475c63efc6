import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MetricsLog } from './metrics-log';

describe('MetricsLog', () => {
  it('goes on after the checkpoint, without the steps that are done again or a line cut short', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'metrics-')), 'metrics.jsonl');
    const first = MetricsLog.open(path, 0);
    first.append({ step: 0, epoch: 0, knn: 20 });
    for (const step of [1, 2, 3]) first.append({ step, epoch: 1, loss: 5 - step, lr: 0.1 });
    appendFileSync(path, '{"step":4,"epo');

    const resumed = MetricsLog.open(path, 2);
    resumed.append({ step: 3, epoch: 1, loss: 1.5, lr: 0.1 });
    expect(resumed.losses()).toEqual([4, 3, 1.5]);
    expect(resumed.knn()).toEqual([{ epoch: 0, top1: 20 }]);
    expect(MetricsLog.open(path, 9).toString()).toBe(resumed.toString());
  });
});
