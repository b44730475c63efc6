import { spawn } from 'node:child_process';
import { StageOutput } from '@amcl/artifacts';
import { linearProbeResultSchema, pretrainResultSchema } from '@amcl/results';
import { runPaths } from '@amcl/stage';

export interface MethodsBench {
  readonly experiments: readonly string[];
  readonly seeds: readonly number[];
}

/** A training that ended. */
interface Outcome {
  readonly seed: number;
  /** Top-1 in percent of the linear probe on the trained and the untrained encoder, and of the kNN. */
  readonly probe: number;
  readonly untrained: number;
  readonly knn: number;
  /** Of the last step: 1 is a uniform direction, 0 a collapse. */
  readonly embeddingStd: number;
}

/**
 * Each experiment with each seed through Nx, so that what is cached is not done again; a table of means and deviations.
 * A run that fails (a training that diverges does) is missing from them, and the exit code is 1.
 */
export async function benchMethods({ experiments, seeds }: MethodsBench): Promise<void> {
  const rows: { experiment: string; outcomes: Outcome[] }[] = [];
  for (const experiment of experiments) {
    const outcomes: Outcome[] = [];
    for (const seed of seeds) {
      console.error(`${experiment}, seed ${seed}`);
      if ((await run(experiment, seed)) === 0) outcomes.push(await read(experiment, seed));
      else process.exitCode = 1;
    }
    rows.push({ experiment, outcomes });
  }
  console.error(
    [...HEAD, ...rows.map(({ experiment, outcomes }) => line(experiment, seeds.length, outcomes))].join('\n'),
  );
  console.log(JSON.stringify({ benchmark: 'methods', seeds, rows }));
}

const HEAD = [
  '| experiment | runs that ended | linear probe top-1 % | kNN top-1 % | untrained, probe % | embedding std, least |',
  '| --- | --- | --- | --- | --- | --- |',
];

function line(experiment: string, runs: number, outcomes: readonly Outcome[]): string {
  const figure = (of: (outcome: Outcome) => number): string => {
    const { mean, deviation } = moments(outcomes.map(of));
    return `${mean.toFixed(2)} ± ${deviation.toFixed(2)}`;
  };
  const least = Math.min(...outcomes.map(({ embeddingStd }) => embeddingStd)).toFixed(2);
  const figures = [figure(({ probe }) => probe), figure(({ knn }) => knn), figure(({ untrained }) => untrained), least];
  return `| ${[experiment, `${outcomes.length} of ${runs}`, ...figures].join(' | ')} |`;
}

/** Mean and sample standard deviation. */
export function moments(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

/** Runs the stages up to the probe; the exit code of Nx. */
function run(experiment: string, seed: number): Promise<number | null> {
  const child = spawn('npx', ['nx', 'run', `${experiment}:linear-probe`], {
    env: { ...process.env, AMCL_SEED: `${seed}` },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve) => child.on('close', resolve));
}

async function read(experiment: string, seed: number): Promise<Outcome> {
  const paths = runPaths(process.cwd());
  const [pretrain, probe] = [
    await StageOutput.open(paths.output(experiment, 'pretrain'), pretrainResultSchema),
    await StageOutput.open(paths.output(experiment, 'linear-probe'), linearProbeResultSchema),
  ];
  const { trained, untrained } = probe.result;
  return {
    seed,
    probe: trained.probe.top1,
    untrained: untrained.probe.top1,
    knn: trained.knn.top1,
    embeddingStd: pretrain.result.embeddingStd.last,
  };
}
