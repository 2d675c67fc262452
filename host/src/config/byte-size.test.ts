import { expect, test } from 'vitest';
import { parseByteSize } from './byte-size.ts';

test.each([
  ['0', 0],
  ['1048576', 1048576],
  ['512b', 512],
  ['1kb', 1024],
  ['8mib', 8 * 1024 ** 2],
  ['512mb', 512 * 1024 ** 2],
  ['1gb', 1024 ** 3],
  ['1.5 GiB', 1.5 * 1024 ** 3],
  ['2TB', 2 * 1024 ** 4],
  ['', null],
  ['gb', null],
  ['-1gb', null],
  ['1 g', null],
  ['1gigabyte', null],
  ['1e9', null],
  ['1  gb', null],
  ['999999999999999tb', null],
])('%j', (text, bytes) => {
  expect(parseByteSize(text)).toBe(bytes);
});
