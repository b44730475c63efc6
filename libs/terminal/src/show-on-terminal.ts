import { SingleBar } from 'cli-progress';
import type { ProgressEvent, StageEvent } from '@amcl/stage';
import type { Observable } from 'rxjs';
import { describeTime, TimeLeft } from './time-left';

/**
 * Shows a stage's events: on a terminal with a progress bar of the current task (share, count, time left, values); on a
 * pipe, and where Nx prefixes the lines of several tasks, as plain lines: every message, every epoch, and a line a
 * minute while a task lasts. Of an experiment of several runs a task bears the run's name. Messages go to standard output, warnings to standard error.
 */
export function showOnTerminal(events$: Observable<StageEvent>): void {
  const interactive = process.stdout.isTTY && process.env['NX_PREFIX_OUTPUT'] !== 'true';
  const progress = interactive ? new BarOfTask() : new LineOfTask();
  let run = '';
  events$.subscribe({
    next: (event) => {
      if (event.kind === 'started') run = event.run === null ? '' : `${event.run} `;
      if (event.kind === 'progress') return progress.show({ ...event, task: run + event.task });
      if (event.kind !== 'message' && event.kind !== 'epoch') return;
      progress.clear();
      if (event.kind === 'message' && event.level === 'warning') console.error(`warning: ${event.text}`);
      else console.log(event.text);
    },
    complete: () => progress.clear(),
  });
}

/** A bar that is drawn over itself, one task at a time. */
class BarOfTask {
  private bar: SingleBar | null = null;
  private task = '';
  private readonly timeLeft = new TimeLeft();

  show(event: ProgressEvent): void {
    const { task, done, total, unit, values = {} } = event;
    if (this.task !== task) this.clear();
    this.task = task;
    const left = this.timeLeft.of(event);
    const named = Object.entries(values).map(([name, value]) => `${name} ${value}`);
    const shown = { task, unit, left: left === null ? '' : `${describeTime(left)} left`, values: named.join('  ') };
    this.bar ??= startBar(total, shown);
    this.bar.update(done, shown);
    if (done >= total) this.clear();
  }

  clear(): void {
    this.bar?.stop();
    this.bar = null;
  }
}

function startBar(total: number, shown: object): SingleBar {
  const bar = new SingleBar({
    format: '{task} {bar} {percentage}%  {value}/{total} {unit}  {left}  {values}',
    barsize: 24,
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(total, 0, shown);
  return bar;
}

/** A line a minute while a task lasts. */
class LineOfTask {
  private task = '';
  private shown = 0;
  private readonly timeLeft = new TimeLeft();

  show(event: ProgressEvent): void {
    const { task, done, total, unit } = event;
    const now = performance.now();
    const left = this.timeLeft.of(event);
    if (task !== this.task) [this.task, this.shown] = [task, now];
    if (left === null || now - this.shown < 60_000) return;
    this.shown = now;
    console.log(`${task}: ${done}/${total} ${unit}, ${describeTime(left)} left`);
  }

  clear(): void {}
}
