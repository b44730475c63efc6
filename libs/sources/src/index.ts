export { DRIVER, OBSERVER } from './layers';
export { ModuleScans } from './module-scans';
export { packageName } from './package-name';
export { SourceReader, type SourceList, type Sources } from './read-sources';
export { scanModule, type Module, type NamedModule } from './scan-module';
export { SourceGraph, type Choices, type ImportClosure } from './source-graph';
export { workspaceProjects, type Project } from './workspace-projects';
