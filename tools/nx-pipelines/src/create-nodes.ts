import { posix } from 'node:path';
import { ModuleScans, SourceGraph } from '@amcl/sources';
import type { CreateNodesV2 } from '@nx/devkit';
import { experimentNodes } from './experiment-nodes';
import { lockedPackages } from './locked-packages';
import { Programs } from './programs';
import { testNodes } from './tests/test-nodes';

/** What all nodes are inferred from: read once for all of them. */
export interface Inference {
  readonly workspaceRoot: string;
  readonly scans: ModuleScans;
  readonly locked: ReadonlySet<string>;
}

/** Experiments as projects, and the tests of packages: in one plugin, since each costs every run of Nx a tenth of a second. */
export const createNodesV2: CreateNodesV2 = [
  '{pipelines/*/experiment.ts,pipelines/*/*/experiment.ts,{libs,apps,tools}/*/package.json}',
  (files, _options, { workspaceRoot }) => {
    const scans = new ModuleScans(workspaceRoot);
    const locked = lockedPackages(workspaceRoot);
    const graph = new SourceGraph(workspaceRoot, scans);
    const programs = new Programs(workspaceRoot, graph);
    const called = (name: string) => files.filter((file) => posix.basename(file) === name).sort();
    const nodes = [
      ...programs.nodes(called('package.json')),
      ...experimentNodes(called('experiment.ts'), { graph, programs, locked }),
      ...testNodes(called('package.json'), { workspaceRoot, scans, locked }),
    ];
    scans.save();
    return nodes;
  },
];
