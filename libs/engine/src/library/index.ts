export { cpuName, threadCount } from '../backends/device';
export { describeLibrary, type LibraryDescription } from './describe-library';
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
export { requestedBackend, requestedLibrary, type LibraryChoice } from './requested';
export { BINDING_VERSION, NODE_API_VERSION, TFJS_VERSION } from './versions';
