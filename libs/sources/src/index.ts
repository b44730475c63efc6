export { importClosure } from './import-closure';
export { readSources, type Sources } from './read-sources';
export { scanImports } from './scan-imports';
export { SourceGraph, testGlobs, type ImportClosure } from './source-graph';
export { workspaceProjects, type Project } from './workspace-projects';
