import { readFile } from 'node:fs/promises';
import { parseJson, type StageOutput } from '@amcl/artifacts';
import type { ReportSection } from '@amcl/experiment';
import { parseMetrics } from '@amcl/results';
import type { InputName, Inputs, SectionName, StageContext } from '@amcl/stage';
import { readSettings } from './read-settings';
import type { ReportData, SectionSettings, Sheet, StageRecord } from './report-data';

/** The sections that the report shows, and the stage that worked by each. */
const SECTIONS: readonly (readonly [SectionName, InputName])[] = [
  ['dataset', 'ingest'],
  ['augmentation', 'augment'],
  ['pretrain', 'pretrain'],
  ['linearProbe', 'linear-probe'],
];

/** Gathers what the report shows from the outputs of the stages before. */
export async function readData(
  section: ReportSection,
  inputs: Inputs<InputName>,
  { experiment, seed, workspace }: Pick<StageContext, 'experiment' | 'seed' | 'workspace'>,
): Promise<ReportData> {
  const { ingest, augment, pretrain, 'linear-probe': probe } = inputs;
  const sections: SectionSettings[] = [];
  const stages: StageRecord[] = [];
  for (const [name, stage] of SECTIONS) {
    sections.push(await readSettings({ workspace, experiment, section: name, config: inputs[stage].manifest.config }));
    stages.push(await readRecord(stage, inputs[stage]));
  }
  const sheets: Sheet[] = [];
  for (const { name, title } of augment.result.sheets) sheets.push({ title, png: await augment.read(name) });
  return {
    title: section.title ?? experiment,
    experiment,
    seed,
    sections,
    stages,
    ingest: ingest.result,
    augment: augment.result,
    sheets,
    pretrain: pretrain.result,
    metrics: parseMetrics(Buffer.from(await pretrain.read(pretrain.result.files.metrics)).toString()),
    probe: probe.result,
  };
}

async function readRecord(name: InputName, output: StageOutput<unknown>): Promise<StageRecord> {
  const { digest, manifest } = output;
  const run = await readFile(output.path('run.json'), 'utf8').then(parseJson, () => null);
  return { name, digest, manifest, run: typeof run === 'object' && run !== null ? { ...run } : {} };
}
