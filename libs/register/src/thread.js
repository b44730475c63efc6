'use strict';
// What a worker thread is started with. The compiler, which a thread loads where a file has changed, is a native library, which
// crashes the process if its last thread ends and unloads it: the thread that starts others holds it too.
require('@swc/core');

/** Options of Node for a thread that runs TypeScript. */
exports.execArgv = ['-r', require.resolve('./index.js')];
