import { expect, test } from 'vitest';
import { importsUnder } from './imports.ts';

/**
 * Which layer may use what: calls flow down, imports flow inward, `host → protocol ← connectors`. A layer is a folder
 * or a file, the longest prefix counts; it may always use itself and Node.
 */
const layers: Readonly<Record<string, readonly string[]>> = {
  'protocol/src/error.ts': [],
  'protocol/src/gen': [],
  'protocol/src/model': ['protocol/src/error.ts'],
  'protocol/src/wire': ['protocol/src/error.ts', 'protocol/src/model', 'protocol/src/gen', 'protobufjs'],
  'protocol/src/arrow': ['protocol/src/error.ts', 'protocol/src/wire', 'flatbuffers', 'apache-arrow/fb'],
  'protocol/src/sdk': ['protocol/src/error.ts', 'protocol/src/model', 'protocol/src/wire', 'protocol/src/arrow'],
  // Speaks the wire, and knows nothing of the SDK: what it judges need not be built on it.
  'protocol/src/testing': [
    'protocol/src/error.ts',
    'protocol/src/gen',
    'protocol/src/model',
    'protocol/src/wire',
    'protocol/src/arrow',
    'protobufjs',
  ],
  // The broken connectors that prove it.
  'protocol/src/testing/fixtures': ['protocol/src', 'protobufjs', 'esbuild'],
  'protocol/src': ['protocol/src'],

  'host/src/config/types.ts': ['@rapidbyte/connector'],
  'host/src/autotune': ['@rapidbyte/connector'],
  'host/src/engine/types.ts': ['@rapidbyte/connector', 'host/src/config/types.ts', 'host/src/autotune/record.ts'],
  'host/src/engine/run-event.ts': ['@rapidbyte/connector', 'host/src/autotune/record.ts', 'host/src/engine/types.ts'],
  'host/src/engine/journal.ts': ['@rapidbyte/connector', 'host/src/engine/types.ts', 'host/src/engine/run-event.ts'],
  'host/src/engine/options.ts': ['@rapidbyte/connector', 'host/src/engine/journal.ts', 'host/src/engine/run-event.ts'],
  'host/src/state': [
    '@rapidbyte/connector',
    'zod',
    'host/src/config/read-text-file.ts',
    'host/src/connector/error.ts',
    'host/src/connector/identity.ts',
    'host/src/engine/journal.ts',
    'host/src/engine/run-event.ts',
    'host/src/engine/types.ts',
  ],
  'host/src/connector': [
    '@rapidbyte/connector',
    'host/src/engine/run-event.ts',
    'host/src/engine/types.ts',
    'host/bin/allocator.json',
    'host/package.json',
    'execa',
  ],
  'host/src/record': [
    '@rapidbyte/connector',
    'host/src/config/types.ts',
    'host/src/connector',
    'host/src/engine/options.ts',
    'host/src/engine/types.ts',
  ],
  'host/src/config': ['@rapidbyte/connector', 'host/src/engine/types.ts', 'host/src/connector', 'yaml', 'zod'],
  'host/src/engine': [
    '@rapidbyte/connector',
    'host/src/autotune',
    'host/src/config',
    'host/src/connector',
    'host/src/record',
  ],
  'host/src/scaffold': ['host/src/connector'],
  'host/src/cli': [
    '@oclif/core',
    '@rapidbyte/connector',
    'host/src/autotune/record.ts',
    'host/src/config',
    'host/src/connector',
    'host/src/engine/options.ts',
    'host/src/engine/run-event.ts',
    'host/src/engine/types.ts',
    'host/src/record',
    'host/src/scaffold',
    'host/src/state/types.ts',
  ],
  'host/src/commands': [
    '@oclif/core',
    '@rapidbyte/connector',
    'host/src/cli',
    'host/src/config',
    'host/src/connector',
    'host/src/engine',
    'host/src/record',
    'host/src/scaffold',
    'host/src/state',
  ],
  'host/src': ['@oclif/core', 'host/src', 'host/package.json'],

  'connectors/postgres': ['@rapidbyte/connector', 'pg', 'zod'],
  'connectors/source-postgres': ['@rapidbyte/connector', '@rapidbyte/postgres', 'pg', 'zod'],
  'connectors/dest-postgres': ['@rapidbyte/connector', '@rapidbyte/postgres', 'pg', 'pg-copy-streams', 'zod'],
};

const longestFirst = Object.keys(layers).sort((a, b) => b.length - a.length);

const isWithin = (target: string, layer: string) => target === layer || target.startsWith(`${layer}/`);

const testSupport = /^connectors\/[^/]+\/src\/(?:testing\/|test-)/;

test('every import stays within its layer or goes to one that the layer may use', () => {
  const imports = importsUnder('protocol/src', 'host/src', 'connectors');
  const forbidden = imports.filter(({ file, target }) => {
    // A connector's `testing` folder serves its tests, and nothing that is shipped.
    if (testSupport.test(file)) return false;
    if (testSupport.test(target)) return true;
    const layer = longestFirst.find((name) => isWithin(file, name));
    if (layer === undefined) return true;
    const allowed = [layer, ...(layers[layer] ?? [])];
    return !target.startsWith('node:') && !allowed.some((name) => isWithin(target, name));
  });
  expect(imports.length).toBeGreaterThan(200);
  expect(forbidden.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

test('every layer is there', () => {
  const files = importsUnder('protocol/src', 'host/src', 'connectors').map(({ file }) => file);
  const unused = Object.keys(layers).filter(
    (layer) =>
      !['protocol/src/gen', 'protocol/src/error.ts'].includes(layer) && !files.some((file) => isWithin(file, layer)),
  );
  expect(unused).toEqual([]);
});
