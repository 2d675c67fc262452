import { afterEach, expect, it, vi } from 'vitest';
import { loadSqlite } from './sqlite.ts';

afterEach(() => vi.restoreAllMocks());

it('leaves out the warning of Node versions for which SQLite is an experiment, and no other one', () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  vi.spyOn(process, 'getBuiltinModule').mockImplementation(() => {
    process.emitWarning('SQLite is an experimental feature and might change at any time', 'ExperimentalWarning');
    process.emitWarning('the disk is on fire', 'DiskWarning');
    return undefined;
  });
  expect(loadSqlite()).toBeNull();
  process.emitWarning('later', 'ExperimentalWarning');
  expect(warned.mock.calls).toEqual([
    ['the disk is on fire', 'DiskWarning'],
    ['later', 'ExperimentalWarning'],
  ]);
});
