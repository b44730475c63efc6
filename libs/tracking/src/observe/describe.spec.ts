import { describe, expect, it } from 'vitest';
import { parseGpus } from '../system/gpu-metrics';
import { recordFigures } from './figures';
import { flatten } from './flatten';
import { parseStatus } from './git-tags';

describe('what MLflow is told', () => {
  it('of settings are names with dots, and lists as JSON', () =>
    expect(flatten({ a: { b: 1, c: [1, 2] }, d: null, e: 'x' }, 'pretrain')).toEqual({
      'pretrain.a.b': '1',
      'pretrain.a.c': '[1,2]',
      'pretrain.d': 'null',
      'pretrain.e': 'x',
    }));

  it('of a run are the numbers, by names that the server takes', () =>
    expect(recordFigures('pretrain', { seconds: 2, device: 'CPU', 'odd(name)': 1 })).toEqual({
      'pretrain/seconds': 2,
      'pretrain/odd_name_': 1,
    }));

  it.each([
    ['# branch.oid abc1\n# branch.head main\n', 'abc1', 'main', 'false'],
    ['# branch.oid abc1\n# branch.head (detached)\n1 .M N... file\n', 'abc1', undefined, 'true'],
    ['# branch.oid (initial)\n# branch.head main\n', undefined, 'main', 'false'],
  ])('of git state %j is commit %s, branch %s, dirty %s', (text, commit, branch, dirty) => {
    const tags = parseStatus(text);
    expect([tags['mlflow.source.git.commit'], tags['mlflow.source.git.branch']]).toEqual([commit, branch]);
    expect(tags['mlflow.source.git.dirty']).toBe(dirty);
  });

  it('of GPUs is what nvidia-smi knows, in megabytes', () =>
    expect(parseGpus('0, 50, 1000, 4000, 70.5\n1, [N/A], 0, 4000, [N/A]\n')).toEqual({
      gpu_0_utilization_percentage: 50,
      gpu_0_memory_usage_megabytes: 1048.576,
      gpu_0_memory_usage_percentage: 25,
      gpu_0_power_usage_watts: 70.5,
      gpu_1_memory_usage_megabytes: 0,
      gpu_1_memory_usage_percentage: 0,
    }));
});
