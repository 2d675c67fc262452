#!/usr/bin/env node
'use strict';
// CommonJS and old syntax on purpose: an old Node must be able to run this file as far as its complaint.
const os = require('os');
const path = require('path');

const version = process.versions.node.split('.').map(Number);
if (version[0] < 22 || (version[0] === 22 && version[1] < 13)) {
  process.stderr.write(
    'rapidbyte needs Node.js 22.13 or newer; this is ' + process.versions.node + ' (' + process.execPath + ').\n',
  );
  process.exit(2);
}

// glibc keeps what V8's threads free in an arena of each, and more of it every minute of a load. It has to be told otherwise before
// a process starts (docs/decisions/20261123-memory.md), so this one starts again, with the same id, arguments and streams.
const allocator = Object.assign({ MALLOC_ARENA_MAX: '1' }, require('./allocator.json'));
const isAsWished = Object.keys(allocator).some((name) => process.env[name] !== undefined);
if (process.argv[2] === 'run' && process.platform === 'linux' && !isAsWished && process.execve !== undefined) {
  const command = [process.argv0].concat(process.execArgv, process.argv.slice(1));
  process.execve(process.execPath, command, Object.assign({}, process.env, allocator));
}

// In the user's own cache and not in the shared temporary directory, where others could plant compiled code.
try {
  require('module').enableCompileCache(
    path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'rapidbyte', 'compile-cache'),
  );
} catch {
  // No home directory: only slower.
}

// A relay makes little garbage: a young generation that may not grow saves 4 MB and costs the start nothing
// (docs/decisions/20261123-memory.md).
require('v8').setFlagsFromString('--semi-space-growth-factor=1');
require('v8').setFlagsFromString('--expose-gc');

// V8 lets garbage of a long run pile up by some MB between its own collections; one every 15 seconds takes a few ms.
let collect;
setInterval(() => {
  // A context that is made after the flag was set has it.
  collect = collect || require('vm').runInNewContext('gc');
  collect();
}, 15000).unref();

void import('../dist/main.js');
