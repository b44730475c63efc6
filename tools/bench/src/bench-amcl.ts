import { openEngine } from '@amcl/engine';
import { extend, resolveExperiment, type Experiment, type ExperimentInput } from '@amcl/experiment';
import { loadExperiment } from '@amcl/experiment/load';
import { alternate, medianRatio } from './alternate';
import { BareStep } from '@amcl/training';
import { bareSteps } from './bench-pretrain';
import { printBenchmark } from './print';

export interface AmclBench {
  readonly batch: number;
  readonly width: number;
  readonly steps: number;
  readonly rounds: number;
  readonly methods: readonly string[];
}

/** Training step of the recipes `cifar10-<method>` with and without AMCL, at one batch size: what AMCL costs. */
export async function benchAmcl({ batch, width, steps, rounds, methods }: AmclBench): Promise<void> {
  const engine = await openEngine({ backend: 'auto' });
  for (const method of methods) {
    const base = await BareStep.open(engine, recipe(`cifar10-${method}`, batch, width));
    const amcl = await BareStep.open(engine, recipe(`cifar10-${method}-amcl`, batch, width));
    const speeds = await alternate(
      { [method]: () => bareSteps(base, steps), [`${method} + AMCL`]: () => bareSteps(amcl, steps) },
      rounds,
      (round) => console.error(`${method}: round ${round}/${rounds}`),
    );
    const [own, other] = speeds;
    const stepRatio = Number(medianRatio(own?.rounds ?? [], other?.rounds ?? []).toFixed(3));
    const { identity, device } = engine;
    printBenchmark('amcl', { method, batch, width, steps, rounds, engine: identity, device }, speeds, {
      stepTimeRatio: stepRatio,
    });
    base.dispose();
    amcl.dispose();
  }
}

/** The experiment as declared, with another batch size and width. */
function recipe(name: string, batchSize: number, width: number): Experiment {
  const { file, input } = loadExperiment(process.cwd(), name);
  return resolveExperiment(extend(input as ExperimentInput, { pretrain: { batchSize, encoder: { width } } }), file);
}
