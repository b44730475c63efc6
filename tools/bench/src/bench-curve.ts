import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { StageOutput, UserError, writeAtomic } from '@amcl/artifacts';
import type { Run } from '@amcl/experiment';
import { loadRuns } from '@amcl/experiment/load';
import { parseMetrics, pretrainResultSchema, type Metric } from '@amcl/results';
import { runPaths } from '@amcl/stage';
import { compareCurves, describeCurves, type Curve } from './compare-curves';
import { PEERS } from './peer';

export interface CurveBench {
  readonly peer: string;
  /** Steps of a window. */
  readonly window: number;
}

/**
 * An experiment of several seeds pre-trained through Nx, and the same by lightly on PyTorch with the same images: loss by windows of steps
 * and kNN by epoch, as means and deviations over the seeds. What is done is kept, of the rival seed by seed in `.amcl/bench`.
 */
export async function benchCurve(experiment: string, { peer, window }: CurveBench): Promise<void> {
  const workspace = process.cwd();
  const runs = loadRuns(workspace, experiment, process.env);
  if (runs.length < 2)
    throw new UserError(
      `Expected an experiment of several seeds but ${experiment} has one: add seeds: [1, 2, 3] to it.`,
    );
  await pretrained(experiment);
  const [ours, theirs]: [Curve[], Curve[]] = [[], []];
  for (const run of runs) {
    ours.push(await ourCurve(workspace, experiment, run));
    theirs.push(await rivalCurve(workspace, experiment, run, peer));
  }
  const comparison = compareCurves(ours, theirs, window);
  console.error(describeCurves(comparison));
  console.log(JSON.stringify({ benchmark: 'curve', experiment, seeds: runs.map(({ seed }) => seed), ...comparison }));
}

async function pretrained(experiment: string): Promise<void> {
  const child = spawn('npx', ['nx', 'run', `${experiment}:pretrain`], { stdio: ['ignore', 2, 'inherit'] });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new UserError(`npx nx run ${experiment}:pretrain failed: what it said is above.`);
}

async function ourCurve(workspace: string, experiment: string, { name }: Run): Promise<Curve> {
  const folder = runPaths(workspace).output(experiment, 'pretrain', name);
  const output = await StageOutput.open(folder, pretrainResultSchema);
  const metrics = parseMetrics(Buffer.from(await output.read(output.result.files.metrics)).toString());
  const isKnn = (metric: Metric): metric is Extract<Metric, { knn: number }> => 'knn' in metric;
  return {
    losses: metrics.flatMap((metric) => (isKnn(metric) ? [] : [metric.loss])),
    knn: metrics
      .filter(isKnn)
      .filter(({ epoch }) => epoch > 0)
      .map(({ knn }) => knn),
  };
}

async function rivalCurve(workspace: string, experiment: string, run: Run, python: string): Promise<Curve> {
  const { pretrain, augmentation } = run.experiment;
  const path = join(workspace, '.amcl', 'bench', `${experiment}-seed-${run.seed}.jsonl`);
  const ingest = runPaths(workspace).output(experiment, 'ingest', run.name);
  const request = JSON.stringify({ pretrain, augmentation, seed: run.seed, ingest });
  if (!existsSync(path) || !readFileSync(path, 'utf8').startsWith(`${request}\n`)) {
    console.error(`lightly, seed ${run.seed}`);
    await writeAtomic(path, `${request}\n${await ask(python, request)}`);
  }
  const lines = readFileSync(path, 'utf8').trim().split('\n').slice(1);
  const values = lines.map((line) => JSON.parse(line) as { loss?: number; knn?: number });
  return { losses: values.flatMap(({ loss }) => loss ?? []), knn: values.flatMap(({ knn }) => knn ?? []) };
}

async function ask(python: string, request: string): Promise<string> {
  const child = spawn(python, [join(PEERS, 'lightly_curve.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(request);
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'close') as Promise<[number | null]>]);
  if (code !== 0) throw new UserError(`${python} failed: what it said is above.`);
  return said;
}
