import type { FinishedExperiment } from './finished-experiment';

/** A setting that is not the same everywhere. */
export interface SettingsDifference {
  /** `pretrain.optimizer.lr`; `seeds` for the seeds. */
  readonly path: string;
  /** Of each experiment: its value, `swept: 0.03, 0.06` where its points differ, null where it has no such setting. */
  readonly values: readonly (string | null)[];
}

/** The settings that differ between the experiments or between the points of one, in the order of the sections. */
export function settingsDifferences(experiments: readonly FinishedExperiment[]): SettingsDifference[] {
  const known = experiments.map(settingsOf);
  const paths = [...new Set(known.flatMap((settings) => [...settings.keys()]))];
  return paths
    .map((path) => ({ path, values: known.map((settings) => inWords(settings.get(path))) }))
    .filter(({ path, values }) => new Set(values).size > 1 || known.some((settings) => isSwept(settings.get(path))));
}

/** Every value that a setting has among the runs of an experiment, by its path. */
function settingsOf({ runs }: FinishedExperiment): Map<string, Set<string>> {
  const seeds = [...new Set(runs.map(({ seed }) => seed))].join(', ');
  const settings = new Map([['seeds', new Set([seeds])]]);
  for (const { sections } of runs)
    for (const { name, settings: section } of sections)
      for (const [path, value] of section) {
        const values = settings.get(`${name}.${path}`) ?? new Set();
        settings.set(`${name}.${path}`, values.add(value));
      }
  return settings;
}

function isSwept(values: ReadonlySet<string> | undefined): boolean {
  return values !== undefined && values.size > 1;
}

function inWords(values: ReadonlySet<string> | undefined): string | null {
  if (values === undefined) return null;
  const all = [...values].join(', ');
  return isSwept(values) ? `swept: ${all}` : all;
}
