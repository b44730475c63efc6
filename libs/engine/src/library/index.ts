export { describeLibrary, type LibraryDescription } from './describe-library';
export {
  engineIdentitySchema,
  IDENTITY_FILE,
  readIdentity,
  type EngineIdentity,
  type LibraryIdentity,
} from './engine-identity';
export {
  fileStamps,
  LIBRARY_FILES,
  libraryCache,
  libraryPlace,
  locateLibrary,
  readRecord,
  type LibraryPlace,
  type LibraryRecord,
  type ProvidedLibrary,
} from './locate-library';
export { pinnedWheel, type PinnedWheel } from './pinned-wheel';
export { findCompiler, findPlatform, findPython, type Prerequisite } from './prerequisites';
export { requestedBackend, requestedLibrary, type BackendName, type LibraryChoice } from './requested';
export { userCache } from './user-cache';
export { BINDING_VERSION, NODE_API_VERSION, TFJS_VERSION } from './versions';
