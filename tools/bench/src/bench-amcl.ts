import { createRequire } from 'node:module';
import { join } from 'node:path';
import { openEngine } from '@amcl/engine';
import { extend, resolveExperiment, type Experiment, type ExperimentInput } from '@amcl/experiment';
import { alternate, medianRatio, type Contestant } from './alternate';
import { BareStep } from './bare-step';
import { printBenchmark } from './print';
import { secondsSince } from './setting';

export interface AmclBench {
  readonly batch: number;
  readonly steps: number;
  readonly rounds: number;
  readonly methods: readonly string[];
}

/** Training step of the recipes `cifar10-<method>` with and without AMCL, at one batch size: what AMCL costs. */
export async function benchAmcl({ batch, steps, rounds, methods }: AmclBench): Promise<void> {
  const engine = await openEngine({ backend: 'auto' });
  const views = 2 * batch * steps;
  for (const method of methods) {
    const [base, amcl] = [
      stepper(recipe(`cifar10-${method}`, batch)),
      stepper(recipe(`cifar10-${method}-amcl`, batch)),
    ];
    const contestant =
      (step: BareStep): Contestant =>
      () => {
        const started = performance.now();
        for (let count = 0; count < steps; count++) step.run();
        return { views, seconds: secondsSince(started) };
      };
    const speeds = await alternate(
      { [method]: contestant(base), [`${method} + AMCL`]: contestant(amcl) },
      rounds,
      (round) => console.error(`${method}: round ${round}/${rounds}`),
    );
    const [own, other] = speeds;
    const stepRatio = Number(medianRatio(own?.rounds ?? [], other?.rounds ?? []).toFixed(3));
    printBenchmark('amcl', { method, batch, steps, rounds, engine: engine.identity, device: engine.device }, speeds, {
      stepTimeRatio: stepRatio,
    });
    base.dispose();
    amcl.dispose();
  }
}

const stepper = (experiment: Experiment): BareStep => new BareStep(experiment);

/** The experiment as declared, with another batch size. */
function recipe(name: string, batchSize: number): Experiment {
  const path = join(process.cwd(), 'pipelines', name, 'experiment.ts');
  const { default: declared } = createRequire(path)(path) as { default: ExperimentInput };
  return resolveExperiment(extend(declared, { pretrain: { batchSize } }), path);
}
