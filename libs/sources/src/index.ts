export { importClosure } from './import-closure';
export { readSources, type Sources } from './read-sources';
export { SourceGraph, testGlobs, type ImportClosure } from './source-graph';
export type { Project } from './workspace-projects';
