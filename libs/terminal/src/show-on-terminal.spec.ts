import type { StageEvent } from '@amcl/stage';
import { of } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { showOnTerminal } from './show-on-terminal';

const out: string[] = [];
const err: string[] = [];
beforeEach(() => {
  out.length = err.length = 0;
  vi.spyOn(console, 'log').mockImplementation((line: string) => void out.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void err.push(line));
});
afterEach(() => vi.restoreAllMocks());

const steps = (task: string, ...done: number[]): StageEvent[] =>
  done.map((count) => ({ kind: 'progress', task, done: count, total: 3, unit: 'steps' }));

describe('showOnTerminal on a pipe', () => {
  it('prints each epoch and each message, and warnings apart', () => {
    showOnTerminal(
      of<StageEvent[]>(
        ...steps('epoch 1/2', 0, 1, 2, 3),
        { kind: 'epoch', text: 'epoch 1/2  loss 5.1' },
        ...steps('epoch 2/2', 0, 3),
        { kind: 'message', level: 'warning', text: 'collapsed' },
        { kind: 'message', level: 'info', text: 'done' },
      ),
    );
    expect(out).toEqual(['epoch 1/2  loss 5.1', 'done']);
    expect(err).toEqual(['warning: collapsed']);
  });

  it('prints a line a minute of a long task, with the time left', () => {
    const now = vi.spyOn(performance, 'now');
    const events = steps('download', 0, 1, 2);
    [0, 61_000, 62_000].forEach((time) => now.mockReturnValueOnce(time));
    showOnTerminal(of(...events));
    expect(out).toEqual(['download: 1/3 steps, 2.0 min left']);
  });
});
