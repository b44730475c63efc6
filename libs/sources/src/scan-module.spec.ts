import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { scanModule } from './scan-module';

const specifiers = (source: string) => scanModule(source).imports.map(({ specifier }) => specifier);
const names = (source: string) => scanModule(source).imports.map((found) => found.names);

describe('the modules', () => {
  it.each([
    [`import a from 'a';`],
    [`import { a, type B } from "a";`],
    [`import type from 'a'`],
    [`import type, { b } from 'a'`],
    [`import {} from 'a'`],
    [`import * as a from 'a'`],
    ["import\n  {\n a }\n from\n 'a'"],
    [`import 'a';`],
    [`export * from 'a';`],
    [`export * as x from 'a';`],
    [`export { x } from 'a'`],
    [`export { type } from 'a'`],
    [`const a = await import('a');`],
    [`type A = import('a').A;`],
    [`import a = require('a');`],
    [`const a = require( 'a' );`],
    [`const all = [...require('a')];`],
    [`const file = require.resolve('a');`],
    [`import /* why */ a from /* 'b' */ 'a' // from 'c'`],
    ['const text = `${(await import("a")).name}`;'],
    ['const text = `outer ${`inner ${{ key: "}" }.key}`} end`; import a from "a";'],
    ['const quote = /[\'"`/]/; import a from "a";'],
    ['const half = (4 / 2) / 1; const b = x / y; import a from "a"; // /'],
    [`const open = "it's"; import a from 'a';`],
    [`const escaped = 'don\\'t'; import a from 'a';`],
    [`export type A = { b: string };\nimport a from 'a';`],
  ])('of %s', (source) => {
    expect(specifiers(source)).toEqual(['a']);
  });

  it.each([
    [`// import a from 'a'`],
    [`/* import 'a' */`],
    ['const text = `import a from "a"`;'],
    [`const text = "import a from 'a'";`],
    [`const pattern = /import 'a'/;`],
    [`Array.from('a')`],
    [`const entry = { from: 'a', import: 'b', require: 'c' };`],
    [`loader.import('a'); loader.require('b'); promise.resolve('c');`],
    [`import(name); require(name);`],
    [`import type { A } from 'a'`],
    [`import type A from 'a'`],
    [`import type * as a from 'a'`],
    [`import { type A, type B as C } from 'a'`],
    [`export type { A } from 'a'`],
    [`export type * from 'a'`],
    [''],
  ])('are none of %s', (source) => {
    expect(specifiers(source)).toEqual([]);
  });

  it('are named also where types alone are taken', () => {
    expect(scanModule(`import type { A } from 'a'; export { type B } from 'b'; import c from 'c'`).types).toEqual([
      'a',
      'b',
    ]);
  });

  it.each([
    [`import { a, b as c, type D } from 'a'`, ['a', 'b']],
    [`import e, { a } from 'a'`, ['default', 'a']],
    [`import { type as t } from 'a'`, ['type']],
    [`export { a as b } from 'a'`, ['a']],
    [`import 'a'`, []],
    [`import * as a from 'a'`, null],
    [`export * from 'a'`, null],
    [`require('a')`, null],
  ])('with what is taken of them: %s', (source, expected) => {
    expect(names(source)).toEqual([expected]);
  });
});

describe('a barrel', () => {
  it('passes on what other files have', () => {
    const source = `/** Docs. */\nexport { a, b as c, type D } from './a';\nexport type { E } from './e'\nexport * from './all';\nexport * as ns from './ns';`;
    expect(scanModule(source).barrel).toEqual([
      { specifier: './a', original: 'a', name: 'a' },
      { specifier: './a', original: 'b', name: 'c' },
      { specifier: './all', original: '*', name: '*' },
      { specifier: './ns', original: '*', name: 'ns' },
    ]);
  });

  it.each([
    [`export { a } from './a'; import './effect';`],
    [`import { a } from './a'; export { a };`],
    [`export { a } from './a'; export const b = 1;`],
    [`export { a } from './a'; start();`],
    [`export { a }\nexport { b } from './b'`],
    [`export {};`],
    [''],
  ])('is not %s', (source) => {
    expect(scanModule(source).barrel).toBeNull();
  });
});

it('tells that a module may open files beside it', () => {
  expect(scanModule(`readFileSync(join(__dirname, 'a.css'))`).opensFiles).toBe(true);
  expect(scanModule(`// __dirname\nconst text = '__dirname';`).opensFiles).toBe(false);
});

/** What the compiler says that a source names, without what is a type alone. */
function byCompiler(file: string, source: string): Set<string> {
  const found = new Set<string>();
  const add = (node: ts.Node | undefined) => void (node && ts.isStringLiteralLike(node) && found.add(node.text));
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && !isType(node)) add(node.moduleSpecifier);
    if (ts.isExternalModuleReference(node)) add(node.expression);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    const call = ts.isCallExpression(node) ? node.expression.getText(tree) : '';
    if (ts.isCallExpression(node) && ['import', 'require', 'require.resolve'].includes(call)) add(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest);
  visit(tree);
  return found;
}

function isType(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) {
    const named =
      statement.exportClause && ts.isNamedExports(statement.exportClause) ? statement.exportClause.elements : [];
    return statement.isTypeOnly || (named.length > 0 && named.every(({ isTypeOnly }) => isTypeOnly));
  }
  const clause = statement.importClause;
  if (!clause || clause.isTypeOnly || clause.name) return clause?.isTypeOnly === true;
  const named = clause.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : [];
  return named.length > 0 && named.every(({ isTypeOnly }) => isTypeOnly);
}

it("agrees with the compiler's own reading of this library and of real packages", () => {
  const folders = ['libs', 'apps', 'node_modules/rxjs/src/internal', 'node_modules/zod/v4/core'];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  const sources = files.filter(
    (file) => /\.[cm]?[jt]s$/.test(file) && !/\.spec\.ts$|node_modules\/.*node_modules/.test(file),
  );
  expect(sources.length).toBeGreaterThan(500);
  for (const file of sources) {
    const source = readFileSync(file, 'utf8');
    expect({ file, found: new Set(specifiers(source)) }).toEqual({ file, found: byCompiler(file, source) });
  }
});
