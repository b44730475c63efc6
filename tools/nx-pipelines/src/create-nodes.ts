import { posix } from 'node:path';
import { ModuleScans } from '@amcl/sources';
import type { CreateNodesV2 } from '@nx/devkit';
import { experimentNodes } from './experiment-nodes';
import { lockedPackages } from './locked-packages';
import { testNodes } from './tests/test-nodes';

/** What all nodes are inferred from: read once for all of them. */
export interface Inference {
  readonly workspaceRoot: string;
  readonly scans: ModuleScans;
  readonly locked: ReadonlySet<string>;
}

/** Experiments as projects, and the tests of packages: in one plugin, since each costs every run of Nx a tenth of a second. */
export const createNodesV2: CreateNodesV2 = [
  '{pipelines/*/experiment.ts,{libs,apps,tools}/*/package.json}',
  (files, _options, { workspaceRoot }) => {
    const scans = new ModuleScans(workspaceRoot);
    const inference: Inference = { workspaceRoot, scans, locked: lockedPackages(workspaceRoot) };
    const called = (name: string) => files.filter((file) => posix.basename(file) === name);
    const nodes = [
      ...experimentNodes(called('experiment.ts'), inference),
      ...testNodes(called('package.json'), inference),
    ];
    scans.save();
    return nodes;
  },
];
