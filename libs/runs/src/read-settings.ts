import { UserError, type StageOutput } from '@amcl/artifacts';
import {
  chosenPoint,
  type Experiment,
  type PretrainSection,
  type SectionName,
  type SweepSettings,
} from '@amcl/experiment';
import {
  readSection,
  readWorkRecord,
  readWorkSection,
  runPaths,
  settingsDigest,
  settingsOf,
  type RunRecord,
  type StageContext,
} from '@amcl/stage';

/** By what a stage worked. */
export interface Settings {
  readonly section: Experiment[SectionName];
  /** What the sweep chose while the stage worked (`tpe`); else empty. */
  readonly point: RunRecord['point'];
}

/**
 * The settings of a section as target `resolve` wrote them, or as the sweep made them of those, checked to be those by which the stage
 * worked.
 * @throws UserError when they are missing, damaged or of other work: it names the command that makes it anew
 */
export async function readSettings(
  name: SectionName,
  output: StageOutput<unknown>,
  { run, workspace, experiment }: Pick<StageContext, 'workspace' | 'experiment'> & { readonly run: string | null },
): Promise<Settings> {
  const path = runPaths(workspace).section(experiment, name);
  const { runs, sweep } = await readSection(path, name, experiment);
  const found = runs.find((one) => one.name === run);
  const settings =
    found === undefined || sweep === null
      ? { section: found?.section, point: {} }
      : await readAdapted(found.section as PretrainSection, sweep, output);
  const { section } = settings;
  const work = await readWorkRecord(output);
  const given =
    found === undefined || section === undefined
      ? null
      : settingsDigest(settingsOf(name, { seed: found.seed, section }));
  if (section === undefined || work === null || given !== settingsDigest(work))
    throw new UserError(
      `Expected ${path} to hold the settings of section ${name} by which its stage worked, but it is missing or other. ` +
        `Run the whole experiment again: npx nx run ${experiment}:report`,
    );
  return { ...settings, section };
}

async function readAdapted(
  base: PretrainSection,
  sweep: SweepSettings,
  output: StageOutput<unknown>,
): Promise<Partial<Settings> & Pick<Settings, 'point'>> {
  const section = await readWorkSection(output, 'pretrain');
  const point = section === null ? null : chosenPoint(sweep, base, section);
  return section === null || point === null ? { point: {} } : { section, point };
}
