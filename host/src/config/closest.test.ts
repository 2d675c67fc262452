import { expect, test } from 'vitest';
import { closest } from './closest.ts';

const keys = ['name', 'sync_mode', 'columns', 'exclude'];

test.each([
  ['nam', 'name'],
  ['Name', 'name'],
  ['sync-mode', 'sync_mode'],
  ['column', 'columns'],
  ['exclud', 'exclude'],
  ['x', undefined],
  ['cursor', undefined],
  ['', undefined],
  ['columns'.repeat(20), undefined],
])('%j', (word, expected) => {
  expect(closest(word, keys)).toBe(expected);
});
