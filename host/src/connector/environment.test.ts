import { expect, it } from 'vitest';
import { connectorEnvironment } from './environment.ts';

it('lets through what is on the list, and nothing else', () => {
  const environment = {
    PATH: '/bin',
    HOME: '/home/x',
    LC_ALL: 'C',
    TZ: undefined,
    PGPASSWORD: 'secret',
    AWS_SECRET_ACCESS_KEY: 'secret',
    HTTPS_PROXY: 'http://user:secret@proxy',
    NODE_OPTIONS: '--inspect',
    RAPIDBYTE_SOURCE_PARTITION_MODE: 'mod',
  };
  expect(connectorEnvironment(environment)).toEqual({
    PATH: '/bin',
    HOME: '/home/x',
    LC_ALL: 'C',
    MALLOC_MMAP_THRESHOLD_: '131072',
    MALLOC_TRIM_THRESHOLD_: '131072',
  });
});
