import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { DatasetSection } from '@amcl/experiment';
import { runPaths } from '@amcl/stage';

const REPOSITORY = join(__dirname, '../../../..');

/** A workspace with this repository's code, files of its own, and experiment `quick` resolved to `section`. */
export function makeWorkspace(section: Partial<DatasetSection> = {}): string {
  const workspace = mkdtempSync(join(tmpdir(), 'amcl-ingest-'));
  for (const name of [
    'apps',
    'libs',
    'node_modules',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.base.json',
  ])
    symlinkSync(join(REPOSITORY, name), join(workspace, name));
  resolveSection(workspace, section);
  return workspace;
}

/** Writes what target `resolve` would write. */
export function resolveSection(workspace: string, section: Partial<DatasetSection>, seed = 1): void {
  const path = runPaths(workspace).section('quick', 'dataset');
  mkdirSync(dirname(path), { recursive: true });
  const whole = { name: 'cifar10', source: 'npm', limit: null, holdOut: null };
  writeFileSync(path, JSON.stringify({ seed, section: { ...whole, ...section } }));
}
