import { resolve } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imported, required, typed } from './testing/consumer';
import { EmptyProject, run } from './testing/empty-project';

const workspace = resolve(__dirname, '../../..');
let project: EmptyProject;
/** What the program gives from the sources. */
let expected: unknown;

beforeAll(async () => {
  expected = JSON.parse(run(['-r', '@amcl/register', '-e', required], workspace));
  project = await EmptyProject.install(workspace);
});
afterAll(() => project.remove());

describe('every package', () => {
  it('is there, with the code, its licence and its README, and without sources and tests', () => {
    expect(project.packed.map(({ manifest }) => manifest.name)).toEqual(
      expect.arrayContaining(['@amcl/losses', '@amcl/augmentation', '@amcl/models', '@amcl/engine']),
    );
    for (const { manifest, files } of project.packed) {
      const odd = files.filter(
        (file) => !/^(lib\/.*\.(js|js\.map|d\.ts|css)|LICENSE|README\.md|package\.json)$/.test(file),
      );
      expect({ name: manifest.name, odd }).toEqual({ name: manifest.name, odd: [] });
      expect(files.filter((file) => /\.spec\.|(^|\/)testing\//.test(file))).toEqual([]);
      expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'lib/index.js', 'lib/index.d.ts']));
    }
  });

  it('depends on versions', () => {
    for (const { manifest } of project.packed) {
      expect(manifest).not.toHaveProperty('private');
      expect(manifest).not.toHaveProperty('nx');
      for (const range of Object.values(manifest.dependencies ?? {})) expect(range).toMatch(/^\d+\.\d+\.\d+/);
    }
  });

  it('can be required and imported, with the same names', () => {
    const entries = project.packed.flatMap(({ manifest }) =>
      Object.keys(manifest.exports ?? {})
        .filter((path) => path !== './package.json')
        .map((path) => manifest.name + path.slice(1)),
    );
    expect(entries).toContain('@amcl/engine/tuning');
    const program = `
      const entries = ${JSON.stringify(entries)};
      const names = (module) => Object.keys(module).filter((name) => !['default', '__esModule', 'module.exports'].includes(name)).sort();
      (async () => {
        for (const entry of entries) console.log(JSON.stringify([entry, names(require(entry)), names(await import(entry))]));
      })();`;
    const lines = project.run('names.cjs', program).trim().split('\n');
    const found = lines.map((line) => JSON.parse(line) as [string, string[], string[]]);
    expect(found.map(([entry]) => entry)).toEqual(entries);
    for (const [entry, fromRequire, fromImport] of found) {
      expect([entry, fromImport]).toEqual([entry, fromRequire]);
      expect(fromRequire.length).toBeGreaterThan(0);
    }
  });
});

it.each([
  ['CommonJS', 'consumer.cjs', required],
  ['an ES module', 'consumer.mjs', imported],
])('gives %s the numbers that the sources give: loss, view, features, views of threads', (_, name, program) => {
  expect(JSON.parse(project.run(name, program))).toEqual(expected);
  expect(expected).toMatchObject({ ofEqual: expect.closeTo(Math.log(7), 5) as number }); // ln(2B - 1) where all are equal
});

it.each([
  ['NodeNext', { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext }, 'consumer.mts'],
  ['NodeNext from CommonJS', { module: ts.ModuleKind.NodeNext }, 'consumer.cts'],
  ['Bundler', { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }, 'consumer.ts'],
])('has types for %s', (_, options, name) => {
  const program = ts.createProgram([project.write(name, typed)], {
    ...options,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  });
  const problems = ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  expect(problems).toEqual([]);
});
