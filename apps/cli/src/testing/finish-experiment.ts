import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isAdaptive, sectionNames, type Experiment, type SectionName } from '@amcl/experiment';
import { loadRuns } from '@amcl/experiment/load';
import { stages, type StageTarget } from '@amcl/nx-pipelines/stages';
import { networkSchema } from '@amcl/results';
import { plausibleRun } from '@amcl/runs/testing';
import type { RunData } from '@amcl/runs';
import { executeStage, runPaths, type AnyStage, type InputName, type StageContext, type StageName } from '@amcl/stage';
import { adaptPretraining } from '@amcl/sweeps';

/** Changes made-up data of a run by its seed and the section of the stage. */
export type Make = (data: RunData, seed: number, section: Experiment[SectionName]) => RunData;

export interface FinishOptions {
  /** Default: the made-up data as they are. */
  readonly make?: Make;
  /** The stages to do, in order; all by default. */
  readonly only?: readonly string[];
  /** Called in a stage, while it holds its lock. */
  readonly during?: (stage: string) => Promise<void>;
}

/** Does the stages of an experiment by the real runner, each giving made-up data in place of work. */
export async function finishExperiment(
  workspace: string,
  experiment: string,
  options: FinishOptions = {},
): Promise<void> {
  const { only = stages.map(({ name }) => name) } = options;
  writeSections(workspace, experiment);
  for (const target of stages.filter(({ name }) => only.includes(name)))
    await executeStage(stageOf(target, options), {
      experiment,
      workspace,
      signal: new AbortController().signal,
      emit: () => undefined,
    });
}

/** What target `resolve` writes. */
function writeSections(workspace: string, experiment: string): void {
  // Another text of the same file is another experiment.
  const file = join(workspace, 'pipelines', experiment, 'experiment.ts');
  delete createRequire(file).cache[file];
  const runs = loadRuns(workspace, experiment, {});
  const paths = runPaths(workspace);
  const sweep = runs[0]?.experiment.sweep ?? null;
  const write = (path: string, value: unknown): void => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(value));
  };
  rmSync(dirname(paths.runs(experiment)), { recursive: true, force: true });
  for (const section of sectionNames) {
    const all = runs.map(({ name, seed, experiment }) => ({ name, seed, section: experiment[section] }));
    const [first] = all;
    write(
      paths.section(experiment, section),
      first?.name === null
        ? { seed: first.seed, section: first.section }
        : { runs: all, ...(section === 'pretrain' && sweep !== null && isAdaptive(sweep) ? { sweep } : {}) },
    );
  }
  write(
    paths.runs(experiment),
    runs.map(({ name, seed, point }) => ({ name, seed, point })),
  );
}

function stageOf(
  { name, section, reads, usesEngine, summarizes = false }: StageTarget,
  { make = (data) => data, during }: FinishOptions,
): AnyStage<SectionName, InputName, unknown> {
  const head = {
    name: name as StageName,
    section: section as SectionName,
    reads: reads as readonly InputName[],
    usesEngine,
  };
  const work = async (values: Experiment[SectionName], { seed, output }: StageContext) => {
    await during?.(name);
    const data = make(plausibleRun(), seed, values);
    if (name === 'pretrain')
      await output.write('metrics.jsonl', data.metrics.map((metric) => `${JSON.stringify(metric)}\n`).join(''));
    const record = data.stages.find((stage) => stage.name === name)?.run ?? {};
    const results: Record<string, unknown> = {
      ingest: data.ingest,
      augment: data.augment,
      pretrain: { ...data.pretrain, network: networkSchema.strip().safeParse(values).data },
      'linear-probe': data.probe,
      report: { html: 'report.html' },
    };
    return { result: results[name], run: record };
  };
  return summarizes
    ? { ...head, summarize: (values, _runs, context) => work(values, context) }
    : {
        ...head,
        run: (values, _inputs, context) => work(values, context),
        ...(name === 'pretrain' ? { adapt: adaptPretraining } : {}),
      };
}
