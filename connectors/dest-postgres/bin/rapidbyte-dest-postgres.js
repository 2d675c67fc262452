#!/usr/bin/env -S node --max-semi-space-size=1 --expose-gc
'use strict';
// Copying rows leaves little garbage: a young generation of 1 MiB saves 6 MB and costs nothing (docs/decisions/20261123-memory.md).
// CommonJS and old syntax on purpose: an old Node must be able to run this file as far as its complaint.
const os = require('os');
const path = require('path');

const version = process.versions.node.split('.').map(Number);
if (version[0] < 22 || (version[0] === 22 && version[1] < 13)) {
  process.stderr.write(
    'rapidbyte-dest-postgres needs Node.js 22.13 or newer; this is ' +
      process.versions.node +
      ' (' +
      process.execPath +
      ').\n',
  );
  process.exit(2);
}

// In the user's own cache and not in the shared temporary directory, where others could plant compiled code.
try {
  require('module').enableCompileCache(
    path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'rapidbyte', 'compile-cache'),
  );
} catch {
  // No home directory: only slower.
}

// V8 lets garbage of a long load pile up by some MB between its own collections; one every 15 seconds takes a few ms.
if (global.gc) setInterval(() => global.gc(), 15000).unref();

void import('../dist/main.js');
