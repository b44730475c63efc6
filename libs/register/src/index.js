'use strict';
// `node -r @amcl/register file.ts`. JavaScript, for it is what makes TypeScript run.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');
const sourceMaps = require('@cspotcode/source-map-support');
const { compile } = require('./compile');

const cache = join(__dirname, '../../../node_modules/.cache/amcl');

// Since Node 22.1: V8's code of every module, npm's too, which halves the time of the imports.
Module.enableCompileCache?.(join(cache, 'v8'));

/** What was compiled, by file name: a stack trace finds its map there. */
const compiled = new Map();
sourceMaps.install({ environment: 'node', retrieveFile: (path) => compiled.get(path.replace('file://', '')) ?? null });

Module._extensions['.ts'] = (module, file) => {
  const code = compile(readFileSync(file, 'utf8'), file, join(cache, 'ts'));
  compiled.set(file, code);
  module._compile(code, file);
};
