import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ADDON_VERSION, BINDING_VERSION } from './versions';
import { libraryIdentitySchema, userCache, type LibraryIdentity } from '@amcl/artifacts';
import { pinnedWheel } from './pinned-wheel';
import { requestedLibrary, type LibraryChoice } from './requested';

/** The shared libraries, as a folder must hold them. */
export const LIBRARY_FILES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const;

/** What lies beside a library in the cache: whose it is, and how its files looked when the binding was made for them. */
export const libraryRecordSchema = z.strictObject({
  identity: libraryIdentitySchema,
  files: z.array(z.strictObject({ bytes: z.number(), modified: z.number() })),
});
export type LibraryRecord = z.infer<typeof libraryRecordSchema>;

/** Where a library's things are, or will be. */
export interface LibraryPlace {
  choice: LibraryChoice;
  /** In the user cache: the record, the binding, and the library itself unless it is in a folder of the user's. */
  folder: string;
  /** The folder of the shared libraries and of include/. */
  library: string;
  record: string;
  binding: string;
  /** The addon of graphs and sessions. */
  graph: string;
  /** The addon that loads the shared libraries without their messages. */
  loader: string;
}

/** A library that is ready to be loaded. */
export interface ProvidedLibrary extends LibraryPlace {
  identity: LibraryIdentity;
}

/** The folder in which all libraries of this user lie. */
export function libraryCache(): string {
  return join(userCache(), 'libtensorflow');
}

/** Where the library asked for belongs; null if there is none for this platform. */
export function libraryPlace(choice: LibraryChoice = requestedLibrary()): LibraryPlace | null {
  const key = typeof choice === 'string' ? wheelKey(choice) : `directory-${hash(choice.directory).slice(0, 12)}`;
  if (key === null) return null;
  const folder = join(libraryCache(), key);
  return {
    choice,
    folder,
    library: typeof choice === 'string' ? folder : choice.directory,
    record: join(folder, 'library.json'),
    binding: join(folder, `tfjs_binding-${BINDING_VERSION}.node`),
    graph: join(folder, `graph-${ADDON_VERSION}.node`),
    loader: join(folder, `load_quietly-${BINDING_VERSION}.node`),
  };
}

/** The library that `AMCL_LIBTENSORFLOW` asks for, if `libtensorflow:provide` has made it ready; else null. */
export function locateLibrary(choice: LibraryChoice = requestedLibrary()): ProvidedLibrary | null {
  const place = libraryPlace(choice);
  if (place === null) return null;
  const record = readRecord(place);
  return record !== null && [place.loader, place.binding, place.graph].every(isFile)
    ? { ...place, identity: record.identity }
    : null;
}

/** The record of a place, null where there is none or its library is not the recorded one any more. */
export function readRecord(place: LibraryPlace): LibraryRecord | null {
  try {
    const record = libraryRecordSchema.parse(JSON.parse(readFileSync(place.record, 'utf8')));
    return JSON.stringify(record.files) === JSON.stringify(fileStamps(place.library)) ? record : null;
  } catch {
    return null;
  }
}

/** Size and time of the shared libraries of a folder. @throws if one is missing */
export function fileStamps(library: string): LibraryRecord['files'] {
  return LIBRARY_FILES.map((name) => {
    const { size, mtimeMs } = statSync(join(library, name));
    return { bytes: size, modified: Math.round(mtimeMs) };
  });
}

function wheelKey(choice: 'cpu' | 'gpu'): string | null {
  const wheel = pinnedWheel(choice);
  return wheel && `${wheel.name}-${wheel.version}-${process.arch}`;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
