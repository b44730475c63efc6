import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { manifestDigest, parseJson, readUses, stagesFolder, type Manifest, type Use } from '@amcl/artifacts';
import { experimentNames } from '@amcl/experiment/load';
import { runPaths } from '@amcl/stage';
import { keyOf } from './find-garbage';
import { lastUses } from './last-uses';
import { digestsBelow, digestsIn } from './named-digests';
import { entriesOf } from './walk';

/** What an experiment needs of the store. */
export interface ExperimentNeeds {
  readonly experiment: string;
  /** Whether it has a folder in `pipelines/`. */
  readonly declared: boolean;
  /** Every sha256 that it names: of its works, its files, and of what is not in the store. */
  readonly digests: ReadonlySet<string>;
}

export interface Needs {
  readonly experiments: readonly ExperimentNeeds[];
  /** Every sha256 that experiments or works under way name. */
  readonly digests: ReadonlySet<string>;
  /** The lines of the log that keep a work. */
  readonly uses: readonly Use[];
}

/**
 * What is needed of the store: the last works of the experiments that there are, what the outputs that lie there name, and what unfinished
 * works read and made so far.
 * @param keep how many works of each run of a stage
 * @param running keys of the works that living processes are at
 */
export async function findNeeds(workspace: string, keep: number, running: readonly string[]): Promise<Needs> {
  const paths = runPaths(workspace);
  const declared = new Set(experimentNames(workspace));
  const all = await readUses(paths.store);
  const uses = lastUses(all, keep).filter(({ experiment }) => declared.has(experiment));
  const folders = await entriesOf(paths.outputs);
  const names = new Set([...declared, ...all.map(({ experiment }) => experiment), ...folders.map(({ name }) => name)]);
  const experiments: ExperimentNeeds[] = [];
  for (const experiment of [...names].sort()) {
    const works = uses.filter((use) => use.experiment === experiment).map(({ key }) => key);
    const named = await digestsBelow(join(paths.outputs, experiment));
    const digests = await withFiles(paths.store, [...works, ...named]);
    experiments.push({ experiment, declared: declared.has(experiment), digests });
  }
  const underWay = [...running, ...(await entriesOf(paths.works)).map(({ name }) => basename(name, '.lock'))];
  const read = await digestsBelow(paths.works);
  const inputs = (await readManifests(paths.store)).filter(({ digest }) => read.has(digest)).map(({ key }) => key);
  const ofWorks = await withFiles(paths.store, [...underWay, ...inputs, ...read]);
  return { experiments, digests: new Set([...experiments.flatMap(({ digests }) => [...digests]), ...ofWorks]), uses };
}

/** The finished works of a store, each with the digest of its `manifest.json`. */
async function readManifests(store: string): Promise<{ readonly key: string; readonly digest: string }[]> {
  const works = await entriesOf(stagesFolder(store));
  return Promise.all(
    works.map(async ({ path, name }) => {
      const work = parseJson(await readFile(path, 'utf8').catch(() => '')) as { manifest?: Manifest } | null;
      return { key: keyOf(name), digest: work?.manifest === undefined ? '' : manifestDigest(work.manifest) };
    }),
  );
}

/** Digests, and for those of finished works also what these name. */
async function withFiles(store: string, digests: readonly string[]): Promise<Set<string>> {
  const found = new Set(digests);
  for (const digest of digests)
    for (const named of await digestsIn(join(stagesFolder(store), `${digest}.json`))) found.add(named);
  return found;
}
