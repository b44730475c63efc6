import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { scanImports } from './scan-imports';

describe('scanImports', () => {
  it.each([
    [`import a from 'a';`],
    [`import { a, type B } from "a";`],
    [`import type { A } from 'a'`],
    [`import * as a from 'a'`],
    ["import\n  {\n a }\n from\n 'a'"],
    [`import 'a';`],
    [`export * from 'a';`],
    [`export * as x from 'a';`],
    [`export { x } from 'a'`],
    [`export type { X } from 'a'`],
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
  ])('finds the module of %s', (source) => {
    expect(scanImports(source)).toEqual(['a']);
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
    [''],
  ])('finds none in %s', (source) => {
    expect(scanImports(source)).toEqual([]);
  });

  it("agrees with the compiler's own scan of this library and of real packages", () => {
    const folders = ['libs/sources/src', 'node_modules/rxjs/src/internal', 'node_modules/zod/v4/core'];
    const files = folders.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    );
    const sources = files.filter((file) => /\.[cm]?[jt]s$/.test(file) && !file.endsWith('.spec.ts'));
    expect(sources.length).toBeGreaterThan(200);
    for (const file of sources) {
      const source = readFileSync(file, 'utf8');
      // preProcessFile does not see `export * as`.
      const named = [...source.matchAll(/^export \* as \w+ from ["'](.*)["']/gm)].map((match) => match[1]);
      const expected = [
        ...ts.preProcessFile(source, true, true).importedFiles.map(({ fileName }) => fileName),
        ...named,
      ];
      expect({ file, found: new Set(scanImports(source)) }).toEqual({ file, found: new Set(expected) });
    }
  });
});
