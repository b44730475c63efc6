import type { OpTime } from '@amcl/engine';

/** Time that operations of a kind took together. */
export interface TimeGroup {
  readonly name: string;
  /** How many there were. */
  readonly count: number;
  readonly micros: number;
  /** Of the micros of all groups, 0 .. 1. */
  readonly share: number;
}

/** What an operation has no layer for: the loss, sums of gradients, the optimizer. */
export const NO_LAYER = '(no layer)';

/** The layer of an operation by its name in the graph, `layer1.0.conv1/Conv2D_12`; what TensorFlow makes of it may have more around that. */
export function layerOf({ name }: OpTime): string {
  return /(?:^|\/)([a-z][\w.]*)\/_?[A-Z]\w*_\d+(?:[/-]|$)/.exec(name)?.[1] ?? NO_LAYER;
}

/** The type of an operation: what ran, else that of its name. */
export function typeOf({ name, op }: OpTime): string {
  return op || (/([A-Z]\w*?)_\d+(?:\/|$)/.exec(name)?.[1] ?? name);
}

/** Times by a key, the longest first. */
export function groupTimes(ops: readonly OpTime[], key: (op: OpTime) => string): TimeGroup[] {
  const groups = new Map<string, { count: number; micros: number }>();
  for (const op of ops) {
    const { count, micros } = groups.get(key(op)) ?? { count: 0, micros: 0 };
    groups.set(key(op), { count: count + 1, micros: micros + op.micros });
  }
  const all = ops.reduce((sum, { micros }) => sum + micros, 0);
  return [...groups]
    .map(([name, group]) => ({ name, ...group, share: group.micros / all }))
    .sort((one, other) => other.micros - one.micros);
}

/**
 * How long how many operations were under way at once, between two times.
 * @param startMicros since the epoch, at most the start of the first
 * @param endMicros at least the end of the last
 * @returns micros by number of operations: the first is the time outside all of them
 */
export function timeByConcurrency(ops: readonly OpTime[], startMicros: number, endMicros: number): number[] {
  const changes = ops
    .filter(({ micros }) => micros > 0)
    .flatMap((op) => [
      { at: op.startMicros, by: 1 },
      { at: op.startMicros + op.micros, by: -1 },
    ])
    // Ends before starts: what follows on the microsecond is not at once.
    .sort((one, other) => one.at - other.at || one.by - other.by);
  const times: number[] = [0];
  let [running, since] = [0, startMicros];
  for (const { at, by } of [...changes, { at: endMicros, by: 0 }]) {
    times[running] = (times[running] ?? 0) + at - since;
    running += by;
    since = at;
  }
  return times;
}
