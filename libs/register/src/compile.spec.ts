import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const require = createRequire(__filename);
const { compile } = require('./compile.js') as {
  compile(this: void, source: string, file: string, cache: string): string;
};
const hook = require.resolve('./index.js');
let folder: string;
let cache: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amcl-register-'));
  cache = join(folder, 'cache');
});
afterEach(() => rmSync(folder, { recursive: true }));

const entry = () => {
  const [name = '', ...others] = readdirSync(cache);
  expect(others).toEqual([]);
  return join(cache, name);
};

describe('compile', () => {
  it('strips the types, and leaves import() to Node', () => {
    const code = compile(`import { a } from './a'; export const b: number = a; void import('c');`, '/x/b.ts', cache);
    expect(code).toContain(`require("./a")`);
    expect(code).toContain(`import('c')`);
    expect(code).not.toContain(': number');
  });

  it('takes what it compiled before', () => {
    const code = compile('export const a = 1;', '/x/a.ts', cache);
    expect(readFileSync(entry(), 'utf8')).toBe(code);
    const seal = code.slice(code.lastIndexOf('\n'));
    writeFileSync(entry(), `kept${seal}`);
    expect(compile('export const a = 1;', '/x/a.ts', cache)).toBe(`kept${seal}`);
  });

  it('compiles another source anew, in the place of the old one', () => {
    compile('export const a = 1;', '/x/a.ts', cache);
    expect(compile('export const a = 2;', '/x/a.ts', cache)).toContain('a = 2');
    expect(readFileSync(entry(), 'utf8')).toContain('a = 2');
  });

  it('does not take an entry that is cut off', () => {
    const code = compile('export const a = 1;', '/x/a.ts', cache);
    writeFileSync(entry(), code.slice(0, -1));
    expect(compile('export const a = 1;', '/x/a.ts', cache)).toBe(code);
  });

  it('does without a cache that cannot be made', () => {
    writeFileSync(cache, 'a file');
    expect(compile('export const a = 1;', '/x/a.ts', cache)).toContain('a = 1');
  });

  it('names the place of a syntax error', () => {
    expect(() => compile('const a = {{;', '/x/a.ts', cache)).toThrow(/a\.ts:1/);
  });
});

describe('the hook', () => {
  it('shows the lines of the source in a stack trace, from the cache too', () => {
    const file = join(folder, 'fails.ts');
    writeFileSync(file, `interface A {\n  a: number;\n}\nconst a: A = { a: 1 };\nthrow new Error(String(a.a));\n`);
    for (let run = 0; run < 2; run++) {
      const { stderr, status } = spawnSync(process.execPath, ['-r', hook, file], { encoding: 'utf8' });
      expect(status).toBe(1);
      expect(stderr).toContain('fails.ts:5:7');
    }
  });
});
