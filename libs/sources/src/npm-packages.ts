import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockedPackage {
  version?: string;
  link?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

type Locked = Readonly<Record<string, LockedPackage>>;

/** An npm package that is installed for a program, by its place in `node_modules`. */
export interface NpmPackages {
  /** Version of each package that is named, the versions joined by a blank where projects have their own. */
  readonly named: Readonly<Record<string, string>>;
  /** Version of these and of all that they depend on, by place: `tar`, `libs/data/node_modules/tar`. */
  readonly all: Readonly<Record<string, string>>;
}

/** The packages of a workspace, as `npm` noted them in `package-lock.json` and, for what it has installed, in `node_modules`. */
export class InstalledPackages {
  private readonly locked: Locked;
  private readonly installed: Locked;

  constructor(workspaceRoot: string) {
    this.locked = readLock(join(workspaceRoot, 'package-lock.json'));
    this.installed = readLock(join(workspaceRoot, 'node_modules/.package-lock.json'));
  }

  /**
   * @param names of packages that are imported
   * @param homes the folders of the projects that import them, relative to the workspace root
   * @throws Error when one is not installed, or in another version than `package-lock.json` has
   */
  closure(names: readonly string[], homes: readonly string[]): NpmPackages {
    const all: Record<string, string> = {};
    const queue: string[] = [];
    const visit = (name: string, home: string): string | null => {
      const place = this.place(name, home);
      if (place !== null && !(place in all)) {
        all[place] = this.version(place, name);
        queue.push(place);
      }
      return place;
    };
    const named: Record<string, string> = {};
    for (const name of names) {
      const places = homes.map((home) => visit(name, home)).filter((place) => place !== null);
      const versions = places.flatMap((place) => all[place] ?? []);
      if (versions.length === 0) throw new Error(`Expected the package ${name} in node_modules. Run: npm ci`);
      named[name] = [...new Set(versions)].sort().join(' ');
    }
    for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
      const { dependencies, optionalDependencies, peerDependencies } = this.locked[place] ?? {};
      for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }))
        visit(name, place);
    }
    const sorted = Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      named,
      all: Object.fromEntries(sorted.map(([place, version]) => [place.replace(/^node_modules\//, ''), version])),
    };
  }

  /** Where Node finds a package from a folder: in the nearest `node_modules` above. A package of this workspace is none of npm's. */
  private place(name: string, home: string): string | null {
    for (let folder = home; ; folder = folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '') {
      const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
      const found = this.locked[place];
      if (found !== undefined) return found.link === true ? null : place;
      if (folder === '') return null;
    }
  }

  private version(place: string, name: string): string {
    const locked = this.locked[place]?.version ?? '';
    const installed = this.installed[place]?.version;
    // Of a package for another system there is none.
    if (installed !== undefined && installed !== locked)
      throw new Error(
        `Expected ${name} ${locked} in node_modules, as package-lock.json has it, but it is ${installed}. Run: npm ci`,
      );
    return locked;
  }
}

function readLock(file: string): Locked {
  if (!existsSync(file)) return {};
  return (JSON.parse(readFileSync(file, 'utf8')) as { packages?: Locked }).packages ?? {};
}
