import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { sectionNames, type SectionName } from '@amcl/experiment';
import { runPaths, type WorkIdentity } from '@amcl/stage';

/** The sections of a resolved experiment, by name: `pretrain`, `linearProbe`, ... */
export type Settings = Readonly<Record<string, unknown>>;

type Place = Pick<WorkIdentity, 'workspace' | 'experiment'>;

/** A section as target `resolve` wrote it, of one of the runs. */
interface Run {
  /** Null where the experiment has only this one. */
  readonly name: string | null;
  readonly seed: unknown;
  readonly section: unknown;
}

/** What target `resolve` wrote of a run, of all sections; empty where it has not run. */
export function readSettings(place: Place, run: string | null): Settings {
  const settings: Record<string, unknown> = {};
  for (const name of sectionNames) {
    const found = runsOf(place, name).find((one) => one.name === run);
    if (found !== undefined) Object.assign(settings, { seed: found.seed, [name]: found.section });
  }
  return settings;
}

/** What target `resolve` wrote, of all runs of the experiment: the settings that all of them have, and the names of the runs where there are several. */
export function readCommonSettings(place: Place): Settings {
  const names = runsOf(place, 'report').flatMap(({ name }) => name ?? []);
  if (names.length === 0) return readSettings(place, null);
  const settings = names.map((name) => readSettings(place, name)).reduce((common, next) => shared(common, next));
  return { ...settings, runs: names };
}

function runsOf({ workspace, experiment }: Place, section: SectionName): Run[] {
  try {
    const text = readFileSync(runPaths(workspace).section(experiment, section), 'utf8');
    const content = JSON.parse(text) as { runs: Run[] } | Omit<Run, 'name'>;
    return 'runs' in content ? content.runs : [{ name: null, ...content }];
  } catch {
    return [];
  }
}

/** The keys whose values are the same in both, within objects too. */
function shared(one: Settings, other: Settings): Settings {
  return Object.fromEntries(
    Object.entries(one).flatMap(([key, value]) => {
      const found = other[key];
      if (isDeepStrictEqual(value, found)) return [[key, value]];
      return isObject(value) && isObject(found) ? [[key, shared(value, found)]] : [];
    }),
  );
}

function isObject(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
