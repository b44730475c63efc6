import type { ReportSection } from '@amcl/experiment';
import { readRun, type RunData } from '@amcl/runs';
import type { InputName, RunInputs, StageContext } from '@amcl/stage';
import type { ReportData, Sheet } from './report-data';

/** Gathers what the report shows from the outputs of the stages before. */
export async function readData(
  section: ReportSection,
  inputs: readonly RunInputs<InputName>[],
  place: Pick<StageContext, 'experiment' | 'workspace'>,
): Promise<ReportData> {
  const runs: RunData[] = [];
  for (const run of inputs) runs.push(await readRun(run, place));
  const [first, firstInputs] = [runs[0], inputs[0]?.inputs];
  if (first === undefined || firstInputs === undefined) throw new Error('Expected an experiment of at least one run');
  const { augment } = firstInputs;
  const sheets: Sheet[] = [];
  for (const { name, title } of augment.result.sheets) sheets.push({ title, png: await augment.read(name) });
  const { experiment } = place;
  return { ...first, title: section.title ?? experiment, experiment, runs, sheets };
}
