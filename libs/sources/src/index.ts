export { DRIVER, OBSERVER } from './layers';
export { SourceReader, type SourceList, type Sources } from './read-sources';
export { SourceGraph, type ImportClosure } from './source-graph';
export type { Project } from './workspace-projects';
