import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listConnectors } from './list.ts';
import { resolveConnector } from './resolve.ts';

let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'rapidbyte-resolve-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function file(path: string, text = '', mode = 0o644): string {
  const absolute = join(root, path);
  mkdirSync(dirname(absolute), { recursive: true });
  writeFileSync(absolute, text);
  chmodSync(absolute, mode);
  return absolute;
}

function npmPackage(folder: string, name: string, bin: unknown): string {
  const directory = `${folder}/node_modules/${name}`;
  file(`${directory}/package.json`, JSON.stringify({ name, version: '1.2.3', bin }));
  return file(`${directory}/bin/main.js`);
}

const resolve = (use: string, path = '') =>
  resolveConnector(use, { side: 'source', baseDirectory: join(root, 'project'), environment: { PATH: path } });

describe('resolveConnector', () => {
  it('takes a path, absolute or from the pipeline file', () => {
    const connector = file('project/tools/mine', '', 0o755);
    for (const use of [connector, './tools/mine', '../project/tools/mine']) {
      expect(resolve(use)).toEqual({ use, kind: 'path', file: connector, command: [connector] });
    }
  });

  it('runs JavaScript on its own Node.js, executable or not, behind a link too', () => {
    const script = file('project/mine.mjs');
    symlinkSync(script, join(root, 'project/link'));
    expect(resolve('./mine.mjs').command).toEqual([process.execPath, script]);
    expect(resolve('./link').command).toEqual([process.execPath, script]);
  });

  it.each([
    ['@rapidbyte/source-demo', 'source-demo'],
    ['rapidbyte-source-demo', 'source-demo'],
    ['rapidbyte-source-demo', 'rapidbyte-source-demo'],
    ['@acme/source-demo', '@acme/source-demo'],
  ])('finds the package %s as "%s", in a folder above too', (name, use) => {
    const entry = npmPackage('.', name, { 'rapidbyte-source-demo': 'bin/main.js', other: 'bin/other.js' });
    expect(resolve(use)).toEqual({
      use,
      kind: 'package',
      file: entry,
      package: { name, version: '1.2.3' },
      command: [process.execPath, entry],
    });
  });

  it('prefers the first-party package, and packages to executables', () => {
    npmPackage('project', 'rapidbyte-source-demo', { 'rapidbyte-source-demo': 'bin/main.js' });
    const first = npmPackage('.', '@rapidbyte/source-demo', { 'rapidbyte-source-demo': 'bin/main.js' });
    file('bin/rapidbyte-source-demo', '', 0o755);
    expect(resolve('source-demo', join(root, 'bin')).file).toBe(first);
  });

  it.each(['source-demo', 'rapidbyte-source-demo'])('finds "%s" on PATH', (use) => {
    const executable = file('bin/rapidbyte-source-demo', '', 0o755);
    expect(resolve(use, `relative:${join(root, 'bin')}`)).toMatchObject({ kind: 'executable', command: [executable] });
  });

  it.each([
    ['./missing', 'connector_not_found', /no connector at .*project\/missing/],
    [
      'source-missing',
      'connector_not_found',
      /package @rapidbyte\/source-missing from .*executable rapidbyte-source-missing/,
    ],
    ['../etc/$(rm)', 'connector_not_found', /no connector at/],
    ['plain name', 'connector_not_found', /No connector "plain name"/],
    ['./data.bin', 'connector_not_executable', /may not be executed/],
    ['left-pad', 'not_a_connector', /is not a connector/],
    ['source-two', 'not_a_connector', /is not a connector/],
    ['source-unbuilt', 'connector_not_found', /names .*dist\/main.js, which does not exist/],
  ])('refuses "%s": %s', (use, code, message) => {
    file('project/data.bin');
    npmPackage('.', 'left-pad', undefined);
    npmPackage('.', 'source-two', { 'rapidbyte-source-a': 'a.js', 'rapidbyte-source-b': 'b.js' });
    npmPackage('.', 'source-unbuilt', { 'rapidbyte-source-unbuilt': 'dist/main.js' });
    expect(() => resolve(use)).toThrow(expect.objectContaining({ code, side: 'source', path: 'source.use' }));
    expect(() => resolve(use)).toThrow(message);
  });
});

describe('listConnectors', () => {
  it('lists what resolveConnector finds, by the name that finds it', () => {
    npmPackage('project', '@rapidbyte/source-one', { 'rapidbyte-source-one': 'bin/main.js' });
    npmPackage('.', 'rapidbyte-dest-two', { 'rapidbyte-dest-two': 'bin/main.js' });
    npmPackage('.', '@acme/source-three', { 'rapidbyte-source-three': 'bin/main.js' });
    npmPackage('.', 'source-map', { 'source-map': 'bin/main.js' });
    file('bin/rapidbyte-source-four', '', 0o755);
    file('bin/rapidbyte-source-five', '', 0o644);
    file('bin/rapidbyte-dest-two', '', 0o755);
    const path = join(root, 'bin');
    const found = listConnectors({ baseDirectory: join(root, 'project'), environment: { PATH: path } });
    const ours = found.filter((location) => location.file.startsWith(root));
    expect(ours.map(({ use, kind }) => [use, kind])).toEqual([
      ['@acme/source-three', 'package'],
      ['dest-two', 'package'],
      ['source-four', 'executable'],
      ['source-one', 'package'],
    ]);
    for (const { use, file: listed } of ours) expect(resolve(use, path).file).toBe(listed);
  });
});
