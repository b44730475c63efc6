import type { ProgressEvent } from '@amcl/stage';

/** Estimates when a task ends from how far it has come since it was first seen; a new task starts anew. */
export class TimeLeft {
  private task = '';
  private first = 0;
  private started = 0;

  /** Milliseconds left, null until something is done. */
  of({ task, done, total }: ProgressEvent): number | null {
    const now = performance.now();
    if (task !== this.task) [this.task, this.first, this.started] = [task, done, now];
    return done > this.first ? ((now - this.started) * (total - done)) / (done - this.first) : null;
  }
}

/** `8 s`, `3 min 20 s`, `2 h 5 min`. */
export function describeTime(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
