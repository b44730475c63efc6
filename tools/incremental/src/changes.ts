import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { runPaths } from '@amcl/stage/paths';
import type { Change } from './row';
import { EXPERIMENT, EXPERIMENT_FILE } from './tiny-experiment';
import type { WorkspaceCopy } from './workspace-copy';

/** Puts `to` in the place of `from`, which must stand in the file once: a row whose code was changed must not pass by doing nothing. */
export function edit(file: string, from: string, to: string): Change {
  return (copy) => {
    const parts = copy.read(file).split(from);
    if (parts.length !== 2)
      throw new Error(`Expected ${JSON.stringify(from)} once in ${file} but found it ${parts.length - 1} times`);
    copy.write(file, parts.join(to));
  };
}

/** Of the experiment. */
export function setting(from: string, to: string): Change {
  return edit(EXPERIMENT_FILE, from, to);
}

export function append(file: string, text: string): Change {
  return (copy) => copy.write(file, copy.read(file) + text);
}

export function create(file: string, text: string): Change {
  return (copy) => copy.write(file, text);
}

/** Another patch of an npm package, as `npm install` leaves it: in both lockfiles, and in every package.json that names its version. */
export function bump(name: string): Change {
  return (copy) => {
    const place = `node_modules/${name}`;
    const { packages } = JSON.parse(copy.read('package-lock.json')) as Lockfile;
    const version = packages[place]?.version;
    if (version === undefined) throw new Error(`Expected ${name} in package-lock.json`);
    const next = version.replace(/\d+$/, (patch) => String(Number(patch) + 1));
    const [pinned, other] = [`"${name}": "${version}"`, `"${name}": "${next}"`];
    for (const file of ['package-lock.json', 'node_modules/.package-lock.json']) {
      const lock = JSON.parse(copy.read(file).replaceAll(pinned, other)) as Lockfile;
      const entry = lock.packages[place];
      // Nx knows a package by its integrity.
      lock.packages[place] = { ...entry, version: next, integrity: `sha512-${Buffer.from(next).toString('base64')}` };
      copy.write(file, `${JSON.stringify(lock, null, 2)}\n`);
    }
    for (const file of Object.keys(packages).filter((key) => /^(libs|apps|tools)\/[^/]+$/.test(key))) {
      const source = copy.read(`${file}/package.json`);
      if (source.includes(pinned)) copy.write(`${file}/package.json`, source.replaceAll(pinned, other));
    }
  };
}

interface Lockfile {
  packages: Record<string, { version?: string; integrity?: string }>;
}

/** Removes a file or folder for the run; then it is there again, whatever the run made in its place. */
export function remove(path: string): Change {
  return (copy) => copy.take(path);
}

/** The run makes it again, as also after {@link damageEncoder}. */
export const removeEncoder: Change = (copy) => rmSync(encoderBlob(copy));

/** Other bytes, as many as before. */
export const damageEncoder: Change = (copy) => {
  const path = encoderBlob(copy);
  const bytes = readFileSync(path);
  bytes.fill(0, bytes.length / 2);
  chmodSync(path, 0o644);
  writeFileSync(path, bytes);
};

function encoderBlob({ path }: WorkspaceCopy): string {
  return realpathSync(join(runPaths(path).output(EXPERIMENT, 'pretrain'), 'encoder.safetensors'));
}

/** @returns a user cache whose engine is of another version and computes the same */
export function otherEngine({ userCache }: WorkspaceCopy): string {
  const cache = `${userCache}-of-another-engine`;
  mkdirSync(join(cache, 'libtensorflow'), { recursive: true });
  symlinkSync(join(userCache, 'packages'), join(cache, 'packages'));
  const [from, to] = [join(userCache, 'libtensorflow'), join(cache, 'libtensorflow')];
  for (const library of readdirSync(from)) {
    mkdirSync(join(to, library));
    for (const name of readdirSync(join(from, library))) {
      const [source, target] = [join(from, library, name), join(to, library, name)];
      if (name !== 'library.json') symlinkSync(source, target);
      else writeFileSync(target, readFileSync(source, 'utf8').replace(/"version": "(.*)"/, '"version": "$1.1"'));
    }
  }
  return cache;
}
