import { StageOutput } from '@amcl/artifacts';
import type { Run } from '@amcl/experiment';
import { ingestResultSchema, linearProbeResultSchema, type IngestResult } from '@amcl/results';
import { runPaths } from '@amcl/stage';
import { mean, summarize, type Summary } from '@amcl/statistics';
import { groupByPoint } from '@amcl/runs';
import { adaptedBySweep } from './adapted-by-sweep';
import { findOutput } from './find-output';

/** What an experiment gave when it was last run, stale or not. Accuracies in percent, over its seeds. */
export interface LastResult {
  /** What the best point of a sweep sets, by path; empty without a sweep. */
  readonly point: Run['point'];
  /** What they are measured on; null where ingest's output is gone. */
  readonly evaluatedOn: IngestResult['evaluatedOn'] | null;
  readonly knnTop1: Summary;
  /** Linear probe, last epoch. */
  readonly probeTop1: Summary;
  /** Fine-tuned encoder, last epoch; null where a run was not fine-tuned. */
  readonly fineTunedTop1: Summary | null;
  /** When the last of its runs was measured, in UTC; null where that was not noted. */
  readonly finished: string | null;
}

interface Measured extends Pick<Run, 'seed' | 'point'>, Pick<LastResult, 'evaluatedOn'> {
  readonly knn: number;
  readonly probe: number;
  readonly fineTuned: number | null;
  readonly finished: string | null;
}

/** The last result of an experiment, of the point with the best mean kNN; null where no run was measured. */
export async function lastResult(
  workspace: string,
  experiment: string,
  runs: readonly Run[],
): Promise<LastResult | null> {
  const measured: Measured[] = [];
  for (const run of runs) {
    const folder = runPaths(workspace).output(experiment, 'linear-probe', run.name);
    const output = await StageOutput.open(folder, linearProbeResultSchema).catch(() => null);
    if (output === null) continue;
    const found = await findOutput(folder);
    const pretrained = await findOutput(runPaths(workspace).output(experiment, 'pretrain', run.name));
    const { trained, fineTuned } = output.result;
    measured.push({
      seed: run.seed,
      point: adaptedBySweep(run, pretrained)?.point ?? run.point,
      evaluatedOn: await evaluatedOn(runPaths(workspace).output(experiment, 'ingest', run.name)),
      knn: trained.knn.top1,
      probe: trained.probe.top1,
      fineTuned: fineTuned?.top1 ?? null,
      finished: found === null || found === 'damaged' ? null : (found.work?.finished ?? null),
    });
  }
  const knnOf = (group: readonly Measured[]): number => mean(group.map(({ knn }) => knn));
  const [best] = groupByPoint(measured).sort((one, other) => knnOf(other) - knnOf(one));
  if (best === undefined) return null;
  const fineTuned = best.flatMap((run) => run.fineTuned ?? []);
  return {
    point: best[0]?.point ?? {},
    evaluatedOn: best[0]?.evaluatedOn ?? null,
    knnTop1: summarize(best.map(({ knn }) => knn)),
    probeTop1: summarize(best.map(({ probe }) => probe)),
    fineTunedTop1: fineTuned.length === best.length ? summarize(fineTuned) : null,
    finished:
      measured
        .map(({ finished }) => finished ?? '')
        .sort()
        .at(-1) || null,
  };
}

async function evaluatedOn(folder: string): Promise<LastResult['evaluatedOn']> {
  return StageOutput.open(folder, ingestResultSchema).then(
    ({ result }) => result.evaluatedOn,
    () => null,
  );
}
