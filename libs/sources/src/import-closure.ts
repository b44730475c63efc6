import { SourceGraph, type ImportClosure } from './source-graph';

/** The closure of one entry; for several entries make one {@link SourceGraph}, which reads each file once. */
export function importClosure(workspaceRoot: string, entry: string): ImportClosure {
  return new SourceGraph(workspaceRoot).closure(entry);
}
