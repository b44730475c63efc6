import { SingleBar } from 'cli-progress';
import type { ProgressEvent, StageEvent } from '@amcl/stage';
import type { Observable } from 'rxjs';

/**
 * Shows a stage's events: on a terminal with a progress bar of the current task (share, count, time left, values); on a
 * pipe, and where Nx prefixes the lines of several tasks, as plain lines: every message, every epoch, and a line a
 * minute while a task lasts. Messages go to standard output, warnings to standard error.
 */
export function showOnTerminal(events$: Observable<StageEvent>): void {
  const interactive = process.stdout.isTTY && process.env['NX_PREFIX_OUTPUT'] !== 'true';
  const progress = interactive ? new BarOfTask() : new LineOfTask();
  events$.subscribe({
    next: (event) => {
      if (event.kind === 'progress') return progress.show(event);
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

  show({ task, done, total, unit, values = {} }: ProgressEvent): void {
    if (this.task !== task) this.clear();
    this.task = task;
    const shown = {
      task,
      unit,
      values: Object.entries(values)
        .map(([name, value]) => `${name} ${value}`)
        .join('  '),
    };
    this.bar ??= this.start(total, shown);
    this.bar.setTotal(total);
    this.bar.update(done, shown);
    if (done >= total) this.clear();
  }

  clear(): void {
    this.bar?.stop();
    this.bar = null;
    this.task = '';
  }

  private start(total: number, shown: object): SingleBar {
    const bar = new SingleBar({
      format: '{task} {bar} {percentage}% {value}/{total} {unit}, {eta_formatted} left  {values}',
      barsize: 24,
      clearOnComplete: true,
      hideCursor: true,
      etaBuffer: 50,
    });
    bar.start(total, 0, shown);
    return bar;
  }
}

/** A line a minute while a task lasts. */
class LineOfTask {
  private task = '';
  private started = 0;
  private shown = 0;

  show({ task, done, total, unit }: ProgressEvent): void {
    const now = performance.now();
    if (task !== this.task) {
      [this.task, this.started, this.shown] = [task, now, now];
    } else if (now - this.shown > 60_000 && done > 0) {
      this.shown = now;
      const minutes = ((now - this.started) * (total / done - 1)) / 60_000;
      console.log(`${task}: ${done}/${total} ${unit}, ${minutes.toFixed(1)} min left`);
    }
  }

  clear(): void {}
}
