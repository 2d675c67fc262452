import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { stateFile } from './location.ts';

it.each([
  [undefined, {}, '/jobs/.rapidbyte/state.db'],
  [undefined, { RAPIDBYTE_STATE: '' }, '/jobs/.rapidbyte/state.db'],
  [undefined, { RAPIDBYTE_STATE: '/var/lib/rb.db' }, '/var/lib/rb.db'],
  [undefined, { RAPIDBYTE_STATE: 'none' }, null],
  ['here.db', { RAPIDBYTE_STATE: '/var/lib/rb.db' }, resolve('here.db')],
  ['none', { RAPIDBYTE_STATE: '/var/lib/rb.db' }, null],
  ['./none', {}, resolve('none')],
])('--state %s, environment %j: %s', (flag, environment, file) => {
  expect(stateFile(flag, environment, '/jobs')).toBe(file);
});
