import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainWriteError, sha256File, UserError, writeAtomic, type LibraryIdentity } from '@amcl/artifacts';
import {
  fileStamps,
  findCompiler,
  findPlatform,
  findPython,
  LIBRARY_FILES,
  libraryCache,
  libraryPlace,
  locateLibrary,
  pinnedWheel,
  readRecord,
  type LibraryChoice,
  type LibraryPlace,
  type LibraryRecord,
  type PinnedWheel,
  type Prerequisite,
  type ProvidedLibrary,
} from '@amcl/engine/library';
import { compileBinding } from './compile-binding';
import { fetchWheel } from './fetch-wheel';
import { MissingError } from './missing-error';
import { unpackWheel } from './unpack-wheel';
import { withLock } from './with-lock';

type Say = (line: string) => void;

/**
 * Makes the library of `choice` ready in the user cache: fetched, unpacked, its binding compiled. What is there
 * already stays. Of several processes one works while the others wait. All is made under temporary names and renamed,
 * so that one that is killed leaves nothing which the next would take for whole.
 * @throws MissingError if the machine lacks what it takes; UserError if the choice or the disk is at fault
 */
export async function provideLibrary(choice: LibraryChoice, say: Say): Promise<ProvidedLibrary> {
  requirement(findPlatform(choice));
  const place = libraryPlace(choice);
  if (place === null) throw new MissingError('There is no libtensorflow for this system.');
  if (typeof choice !== 'string') checkDirectory(choice.directory);
  const compiler = requirement(await findCompiler());
  try {
    return await withLock(join(libraryCache(), 'lock'), say, async () => {
      const unfinished = join(libraryCache(), 'unfinished');
      await rm(unfinished, { recursive: true, force: true, maxRetries: 5 });
      await mkdir(unfinished, { recursive: true });
      const work = await mkdtemp(join(unfinished, 'work-'));
      try {
        if (locateLibrary(choice) === null) await makeReady(place, compiler, work, say);
      } finally {
        await rm(unfinished, { recursive: true, force: true, maxRetries: 5 });
      }
      const provided = locateLibrary(choice);
      if (provided === null) throw new UserError(`Expected a library in ${place.folder}. Remove it, and try again.`);
      return provided;
    });
  } catch (error) {
    throw explainWriteError(error, libraryCache());
  }
}

async function makeReady(place: LibraryPlace, compiler: string, work: string, say: Say): Promise<void> {
  const wheel = typeof place.choice === 'string' ? pinnedWheel(place.choice) : null;
  if (wheel && readRecord(place) === null) await fetchLibrary(wheel, place, work, say);
  say('compiling the binding (about 25 s)');
  const addons = await compileBinding(place, compiler, work);
  await mkdir(place.folder, { recursive: true });
  if (wheel === null) {
    const sha256 = await sha256File(join(place.library, LIBRARY_FILES[0]));
    await writeAtomic(place.record, encodeRecord(place, { name: 'directory', version: addons.tensorflow, sha256 }));
  }
  await rename(addons.loader, place.loader);
  await rename(addons.graph, place.graph);
  await rename(addons.binding, place.binding);
}

async function fetchLibrary(wheel: PinnedWheel, place: LibraryPlace, work: string, say: Say): Promise<void> {
  const python = requirement(await findPython());
  await checkDisk(wheel.bytes + wheel.unpackedBytes);
  const file = await fetchWheel(wheel, python, work, say);
  say('unpacking the library');
  const folder = join(work, 'library');
  await unpackWheel(file, python, folder);
  const { name, version, sha256 } = wheel;
  const unpacked = { ...place, library: folder };
  await writeFile(join(folder, 'library.json'), encodeRecord(unpacked, { name, version, sha256 }));
  await rm(place.folder, { recursive: true, force: true });
  await rename(folder, place.folder);
  await rm(file);
}

function encodeRecord(place: LibraryPlace, identity: LibraryIdentity): string {
  const record: LibraryRecord = { identity, files: fileStamps(place.library) };
  return JSON.stringify(record, null, 2);
}

function requirement({ name, command, version, fix }: Prerequisite): string {
  if (command === null) throw new MissingError(`The native engine needs ${name} (${version}). ${fix}`);
  return command;
}

function checkDirectory(directory: string): void {
  for (const name of [...LIBRARY_FILES, 'include/tensorflow/c/c_api.h'])
    if (!existsSync(join(directory, name)))
      throw new UserError(
        `Expected ${join(directory, name)}, because AMCL_LIBTENSORFLOW names this folder, but there is none. Name a folder that holds ${LIBRARY_FILES.join(', ')} and include/, or cpu, or gpu.`,
      );
}

async function checkDisk(needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(libraryCache());
  if (bavail * bsize < needed)
    throw new UserError(
      `Expected ${(needed / 1e9).toFixed(1)} GB free for libtensorflow in ${libraryCache()}, but there are ${((bavail * bsize) / 1e9).toFixed(1)}. Free some space, or set AMCL_CACHE to a folder on another disk.`,
    );
}
