import type { ProgressEvent } from '@amcl/stage';

/** A task's speed is measured over so many milliseconds: its first steps may be slower than the others. */
const WINDOW = 60_000;

/** Estimates when a task ends from how far it came in the last minute; a new task starts anew. */
export class TimeLeft {
  private task = '';
  private seen: { readonly at: number; readonly done: number }[] = [];

  /** Milliseconds left, null until something is done. */
  of({ task, done, total }: ProgressEvent): number | null {
    const now = performance.now();
    if (task !== this.task) [this.task, this.seen] = [task, []];
    this.seen.push({ at: now, done });
    while (this.seen.length > 2 && now - (this.seen[1]?.at ?? now) >= WINDOW) this.seen.shift();
    const { at, done: first } = this.seen[0] ?? { at: now, done };
    return done > first ? ((now - at) * (total - done)) / (done - first) : null;
  }
}

/** `8 s`, `3 min 20 s`, `2 h 5 min`. */
export function describeTime(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
