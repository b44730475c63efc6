import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { familyFiles, familyOf, familyTables } from './family-files';
import { generatedFiles } from './generated-files';
import { findImportProblems } from './imports/find-import-problems';
import { readLayers } from './read-layers';
import { workspacePackages } from './workspace-package';

const workspace = resolve(__dirname, '../../..');
const read = (file: string) =>
  existsSync(join(workspace, file)) ? readFileSync(join(workspace, file), 'utf8') : '(no such file)';

it('has CODEOWNERS, table of layers and graph as its packages are; if not, run: npm run generate', () => {
  const files = generatedFiles({ packages: workspacePackages(workspace), layers: readLayers(workspace), read });
  for (const [file, text] of Object.entries(files)) expect({ file, text: read(file) }).toEqual({ file, text });
});

it('has a file for every experiment of its families, and no others; if not, run: npm run generate', async () => {
  for (const table of familyTables(workspace)) {
    const family = familyOf(table, (await import(join(workspace, table))) as { default: object });
    for (const [file, text] of Object.entries(familyFiles(workspace, family)))
      expect({ file, text: read(file) }).toEqual({ file, text });
  }
});

it('imports what packages export and declare, and nothing else', () => {
  expect(findImportProblems(workspace)).toEqual([]);
});

it('has a layer for every package', () => {
  const layers = readLayers(workspace);
  const lost = workspacePackages(workspace).filter(({ layer }) => !layers.includes(layer));
  expect(lost.map(({ root, layer }) => `${root}: type:${layer} is none of ${layers.join(', ')}`)).toEqual([]);
});
