'use strict';
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { threadId } = require('node:worker_threads');
const { version } = require('@swc/core/package.json');

/** CommonJS, as tsconfig.base.json means it for these packages; types are stripped and not checked. */
const OPTIONS = {
  swcrc: false,
  sourceMaps: 'inline',
  // import() stays what it is: it alone can load every package.
  module: { type: 'commonjs', strictMode: true, ignoreDynamic: true },
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript' },
    transform: { useDefineForClassFields: true },
  },
};

const sha256 = (/** @type {unknown[]} */ ...parts) => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/**
 * A TypeScript source as CommonJS with its source map, from `cache` if it was compiled before.
 *
 * The cache has one entry a file, which ends with the digest of all that decides its content: source, name, options and the
 * compiler's version. Another source replaces it. An entry is renamed into its place, so that processes that start at once
 * see whole entries alone; a cache that cannot be written is done without.
 *
 * @param {string} source
 * @param {string} file its absolute path
 * @param {string} cache a folder, made where it is missing
 * @returns {string}
 * @throws Error of swc, with the place, where the source is no TypeScript
 */
function compile(source, file, cache) {
  const entry = join(cache, `${sha256(file).slice(0, 32)}.js`);
  const seal = `\n//# amcl ${sha256(version, OPTIONS, file, source)}`;
  const kept = read(entry);
  if (kept?.endsWith(seal)) return kept;
  // Loaded here alone: a native library of 40 MB.
  const { code } = require('@swc/core').transformSync(source, { ...OPTIONS, filename: file });
  const sealed = code + seal;
  write(entry, sealed);
  return sealed;
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** @param {string} path @param {string} text */
function write(path, text) {
  const part = `${path}.${process.pid}.${threadId}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(part, text);
    renameSync(part, path);
  } catch {
    // A disk that is full or cannot be written: the next start compiles again.
  }
}

module.exports = { compile };
