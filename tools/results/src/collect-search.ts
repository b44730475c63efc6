import { StageOutput } from '@amcl/artifacts';
import { loadRuns } from '@amcl/experiment/load';
import { ingestResultSchema, pretrainResultSchema } from '@amcl/results';
import { runPaths } from '@amcl/stage';
import type { SearchRecord, Trial } from './search-record';

/**
 * A search is measured by the kNN monitor: its pre-trainings are all that it needs.
 * @throws UserError when one of them is missing or damaged
 */
export async function collectSearch(workspace: string, experiment: string): Promise<SearchRecord> {
  const paths = runPaths(workspace);
  const runs = loadRuns(workspace, experiment, process.env);
  const trials: Trial[] = [];
  for (const { name, point } of runs) {
    const { result } = await StageOutput.open(paths.output(experiment, 'pretrain', name), pretrainResultSchema);
    const { epochs, stopped, knn } = result;
    trials.push({ point, epochs, knnTop1: knn.at(-1)?.top1 ?? 0, stopped: stopped !== null });
  }
  const ingest = paths.output(experiment, 'ingest', runs[0]?.name ?? null);
  const { evaluatedOn, splits } = (await StageOutput.open(ingest, ingestResultSchema)).result;
  return { experiment, evaluatedOn, images: splits.test.count, trials };
}
