export { buildLibrary, type BuildOptions } from './build-library';
export { Compiler, type Compilation } from './compiler';
export { publicLibraries, PUBLIC_TAG, type PublicLibrary } from './public-libraries';
