import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import { readManifest, type Manifest } from './manifest';

/** The tag of a library that is published. */
export const PUBLIC_TAG = 'npm:public';

/** A library of this workspace that is published. */
export interface PublicLibrary {
  /** Its folder, relative to the workspace: `libs/losses`. */
  readonly root: string;
  readonly manifest: Manifest;
}

/**
 * The libraries tagged `npm:public`, each after those that it depends on.
 *
 * @throws UserError where one of them depends on a package of this workspace that is not published
 */
export function publicLibraries(workspace: string): PublicLibrary[] {
  const all = readdirSync(join(workspace, 'libs'))
    .map((name) => `libs/${name}`)
    .filter((root) => existsSync(join(workspace, root, 'package.json')))
    .map((root) => ({ root, manifest: readManifest(join(workspace, root)) }));
  const byName = new Map(all.map((library) => [library.manifest.name, library]));
  const isPublic = ({ manifest }: PublicLibrary) => manifest.nx?.tags?.includes(PUBLIC_TAG) === true;
  const sorted = new Set<PublicLibrary>();
  const add = (library: PublicLibrary): void => {
    if (sorted.has(library)) return;
    for (const name of Object.keys(library.manifest.dependencies ?? {})) {
      const dependency = byName.get(name);
      if (dependency === undefined) continue;
      if (!isPublic(dependency))
        throw new UserError(
          `${library.root}/package.json: ${library.manifest.name} is published (tag ${PUBLIC_TAG}) and depends on ${name}, which is not. ` +
            `Tag ${dependency.root} too, or do without it`,
        );
      add(dependency);
    }
    sorted.add(library);
  };
  all.filter(isPublic).forEach(add);
  return [...sorted];
}
