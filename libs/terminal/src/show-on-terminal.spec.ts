import type { StageEvent } from '@amcl/stage';
import { of, Subject } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { showOnTerminal } from './show-on-terminal';
import { describeTime } from './time-left';

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

  it('prints a line a minute of a long task, with the time left from where it was first seen', () => {
    let time = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => time);
    const events$ = new Subject<StageEvent>();
    showOnTerminal(events$);
    for (const [at, done] of [
      [0, 40],
      [30_000, 41],
      [61_000, 42],
      [62_000, 43],
    ] as const) {
      time = at;
      events$.next({ kind: 'progress', task: 'pretrain', done, total: 100, unit: 'steps' });
    }
    expect(out).toEqual(['pretrain: 42/100 steps, 29 min 29 s left']);
  });
});

describe('showOnTerminal of several runs', () => {
  it('names the run, and estimates each anew, by its last minute', () => {
    let time = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => time);
    const events$ = new Subject<StageEvent>();
    showOnTerminal(events$);
    const work = { workspace: '', experiment: 'mine', stage: 'pretrain', key: '', engine: null, section: {} };
    for (const seed of [1, 2]) {
      events$.next({ kind: 'started', ...work, run: `seed-${seed}`, seed });
      // The first step takes two minutes, the others ten seconds each.
      for (let done = 0; done <= 8; done++) {
        events$.next({ kind: 'progress', task: 'pretrain', done, total: 20, unit: 'steps' });
        time += done === 0 ? 120_000 : 10_000;
      }
    }
    expect(out.filter((line) => !line.includes(': 1/20'))).toEqual([
      'seed-1 pretrain: 7/20 steps, 2 min 10 s left',
      'seed-2 pretrain: 7/20 steps, 2 min 10 s left',
    ]);
  });
});

describe('describeTime', () => {
  it.each([
    [900, '1 s'],
    [61_000, '1 min 1 s'],
    [7_500_000, '2 h 5 min'],
  ])('of %i ms is %s', (milliseconds, text) => expect(describeTime(milliseconds)).toBe(text));
});
