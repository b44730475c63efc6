import type { OpTime } from '@amcl/engine';
import { median } from './alternate';
import { BareStep } from '@amcl/training';
import { columns } from './print';
import { groupTimes, layerOf, timeByConcurrency, typeOf, type TimeGroup } from './profile-table';
import { benchExperiment, openBenchEngine, secondsSince, type StepSetting } from './setting';

export interface ProfileBench extends StepSetting {
  /** Steps that are timed without a trace, and as many with it. */
  readonly steps: number;
}

/** A table's longest rows are shown, all of them are in the JSON. */
const ROWS = 25;
const WARM_UP = 2;

/**
 * Where the time of a captured step goes: by type of operation, by layer, and outside operations. Times of operations that run at once
 * overlap, and share the cores: their sum is above that of the step.
 */
export async function benchProfile({ steps, ...setting }: ProfileBench): Promise<void> {
  const engine = await openBenchEngine(setting);
  const step = await BareStep.open(engine, benchExperiment(setting));
  for (let count = 0; count < WARM_UP; count++) step.run();
  const [plain, ops, concurrent, traced]: [number[], OpTime[], number[], number[]] = [[], [], [], []];
  for (let count = 0; count < steps; count++) {
    console.error(`step ${count + 1}/${steps}`);
    const started = performance.now();
    step.run();
    plain.push(1000 * secondsSince(started));
    const from = micros();
    const own = step.profile();
    // What comes after the last operation is mostly the trace itself.
    const to = Math.max(...own.map((op) => op.startMicros + op.micros));
    ops.push(...own);
    traced.push((to - from) / 1000);
    timeByConcurrency(own, from, to).forEach((time, at) => (concurrent[at] = (concurrent[at] ?? 0) + time));
  }
  step.dispose();
  const tables = {
    byType: perStep(groupTimes(ops, typeOf), steps),
    byLayer: perStep(groupTimes(ops, layerOf), steps),
    byLayerAndType: perStep(
      groupTimes(ops, (op) => `${layerOf(op)} ${typeOf(op)}`),
      steps,
    ),
  };
  const figures = {
    stepMs: round(median(plain)),
    tracedStepMs: round(median(traced)),
    concurrentMs: concurrent.map((time) => round(time / steps / 1000)),
  };
  print(tables.byType, 'type of operation');
  print(tables.byLayer, 'layer, forward and backward');
  const [outside = 0, ...inside] = figures.concurrentMs;
  console.error(`a step takes ${figures.stepMs} ms, ${figures.tracedStepMs} ms while it is traced; of these`);
  console.error(
    columns([['operations at once', 'ms'], ...[outside, ...inside].map((time, at) => [`${at}`, `${time}`])]),
  );
  const { identity, device, threads } = engine;
  console.log(
    JSON.stringify({
      benchmark: 'profile',
      ...setting,
      steps,
      engine: identity,
      device,
      threads,
      ...figures,
      ...tables,
    }),
  );
}

/** A group in the mean of the steps. */
interface Row {
  readonly name: string;
  readonly count: number;
  readonly ms: number;
  readonly percent: number;
}

function perStep(groups: readonly TimeGroup[], steps: number): Row[] {
  return groups.map(({ name, count, micros, share }) => ({
    name,
    count: count / steps,
    ms: round(micros / steps / 1000),
    percent: round(100 * share),
  }));
}

function print(rows: readonly Row[], title: string): void {
  const cells = rows
    .slice(0, ROWS)
    .map(({ name, count, ms, percent }) => [name, `${count}`, ms.toFixed(2), percent.toFixed(1)]);
  const left = rows.slice(ROWS);
  const rest = left.reduce((sum, { ms }) => sum + ms, 0).toFixed(2);
  const last = left.length > 0 ? [[`${left.length} more`, '', rest, '']] : [];
  console.error(`${columns([[title, 'count', 'ms', '%'], ...cells, ...last])}\n`);
}

/** Since the epoch. */
const micros = (): number => 1000 * (performance.timeOrigin + performance.now());

const round = (value: number): number => Math.round(100 * value) / 100;
