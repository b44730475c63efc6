import { setImmediate } from 'node:timers/promises';
import { openEngine } from '@amcl/engine';
import { resolveExperiment } from '@amcl/experiment';
import * as tf from '@tensorflow/tfjs-core';
import { BareStep } from '@amcl/training';

export interface MemoryBench {
  readonly batch: number;
  readonly width: number;
  readonly steps: number;
}

const MEBIBYTE = 2 ** 20;
/** Steps until the allocator has seen every size. */
const WARM_UP = 20;

/** Tensors and resident memory over many steps: neither may grow. */
export async function benchMemory({ batch, width, steps }: MemoryBench): Promise<void> {
  const engine = await openEngine({ backend: 'auto' });
  const step = await BareStep.open(
    engine,
    resolveExperiment({ pretrain: { batchSize: batch, encoder: { width } } }, 'bench'),
  );
  const rows: { step: number; tensors: number; residentMiB: number }[] = [];
  for (let count = 1; count <= WARM_UP + steps; count++) {
    step.run();
    await setImmediate();
    if (count >= WARM_UP && (count - WARM_UP) % Math.max(1, Math.floor(steps / 10)) === 0) {
      const row = {
        step: count,
        tensors: tf.memory().numTensors,
        residentMiB: Math.round(process.memoryUsage.rss() / MEBIBYTE),
      };
      rows.push(row);
      console.error(`step ${row.step}: ${row.tensors} tensors, ${row.residentMiB} MiB`);
    }
  }
  const [first, last] = [rows[0], rows.at(-1)];
  const growth = {
    tensors: (last?.tensors ?? NaN) - (first?.tensors ?? NaN),
    residentMiB: (last?.residentMiB ?? NaN) - (first?.residentMiB ?? NaN),
  };
  console.log(JSON.stringify({ benchmark: 'memory', batch, width, steps, engine: engine.identity, growth, rows }));
}
