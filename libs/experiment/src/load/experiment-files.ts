/** How folders are looked at: on disk, or in what a generator is about to write. Paths are relative to the workspace, with forward slashes. */
export interface Folders {
  /** Names of the folders in a folder; none where there is no such one. */
  foldersIn(this: void, folder: string): readonly string[];
  exists(this: void, file: string): boolean;
}

const NAME = /^pipelines\/(?:[^_/][^/]*\/)?([^_/][^/]*)\/experiment\.ts$/;

/**
 * The name of the experiment that a file declares: its folder's own, of `pipelines/<name>/experiment.ts` and of
 * `pipelines/<family>/<name>/experiment.ts`; null where it declares none. A folder that starts with `_` has recipes to extend.
 */
export function experimentName(file: string): string | null {
  return NAME.exec(file)?.[1] ?? null;
}

/** The files that declare experiments, by name, both sorted; two folders of one name, which is a mistake, have two files. */
export function groupByName(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const named = files.flatMap((file) => {
    const name = experimentName(file);
    return name === null ? [] : [[name, file] as const];
  });
  const groups = new Map<string, string[]>();
  for (const [name, file] of named.sort(([a, one], [b, other]) => (a + one < b + other ? -1 : 1)))
    groups.set(name, [...(groups.get(name) ?? []), file]);
  return groups;
}

/** The experiments of a workspace: {@link groupByName} of the files that there are. */
export function experimentFiles({ foldersIn, exists }: Folders): ReadonlyMap<string, readonly string[]> {
  const inside = (folder: string): string[] => foldersIn(folder).map((name) => `${folder}/${name}`);
  const outer = inside('pipelines');
  const files = [...outer, ...outer.flatMap(inside)].map((folder) => `${folder}/experiment.ts`);
  return groupByName(files.filter((file) => experimentName(file) !== null && exists(file)));
}

/** What is wrong with two experiments of one name, in words. */
export function explainShared(name: string, files: readonly string[]): string {
  return `Expected one experiment of the name ${name} but there are ${files.join(' and ')}: rename one of the folders`;
}
