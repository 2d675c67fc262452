import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { resolveReferences } from './reference.ts';

const baseDirectory = mkdtempSync(join(tmpdir(), 'rapidbyte-reference-'));
afterAll(() => rmSync(baseDirectory, { recursive: true }));
const write = (name: string, content: string | Uint8Array) => writeFileSync(join(baseDirectory, name), content);
write('password', 'from file\n');
write('windows', 'from file\r\n');
write('two-lines', 'one\n\n');
write('huge', new Uint8Array((1 << 20) + 1).fill(97));
write('binary', new Uint8Array([0xff, 0xfe, 0x00]));
mkdirSync(join(baseDirectory, 'folder'));

const environment = { PASSWORD: 'p@ss/w:rd?#%&= ü\'"', EMPTY: '', BRACES: '${env:PASSWORD}' };
const resolve = (value: string) => resolveReferences(value, { environment, baseDirectory });

describe('a reference', () => {
  test.each([
    ['no reference', 'no reference'],
    ['${env:PASSWORD}', environment.PASSWORD],
    ['x${env:PASSWORD}y', `x${environment.PASSWORD}y`],
    ['postgres://u:${env:PASSWORD}@db/x', 'postgres://u:p%40ss%2Fw%3Ard%3F%23%25%26%3D%20%C3%BC%27%22@db/x'],
    ['${file:password}', 'from file'],
    ['${file:./windows}', 'from file'],
    ['${file:two-lines}', 'one\n'],
    [`\${file:${join(baseDirectory, 'password')}}`, 'from file'],
    ['[${env:EMPTY}]', '[]'],
    // What a value holds is never read again.
    ['${env:BRACES}', '${env:PASSWORD}'],
    ['$${env:PASSWORD}', '${env:PASSWORD}'],
    ['a$${b}${file:password}', 'a${b}from file'],
    ['$5 and $', '$5 and $'],
    ['http://$${x}/${file:password}', 'http://${x}/from%20file'],
  ])('%j', (text, expected) => {
    expect(resolve(text)).toMatchObject({ value: expected, problems: [] });
  });

  test.each([
    ['${env:MISSING}', 'missing_secret', 'the environment variable MISSING is not set'],
    ['${env:toString}', 'missing_secret', 'the environment variable toString is not set'],
    ['${file:./absent}', 'missing_secret', 'absent does not exist'],
    ['${file:folder}', 'missing_secret', 'is a directory'],
    ['${file:/dev/zero}', 'missing_secret', '/dev/zero is not a regular file'],
    ['${file:huge}', 'missing_secret', 'is longer than 1048576 bytes'],
    ['${file:binary}', 'missing_secret', 'is not UTF-8 text'],
    ['${PASSWORD}', 'invalid_reference', '${PASSWORD} is not a reference'],
    ['${env:PASS WORD}', 'invalid_reference', '${env:PASS WORD} is not a reference'],
    ['${env:A:-default}', 'invalid_reference', '${env:A:-default} is not a reference'],
    ['${file:}', 'invalid_reference', '${file:} is not a reference'],
    ['x${env:PASSWORD', 'invalid_reference', 'a ${ is never closed'],
  ])('%j is a problem', (text, code, message) => {
    const { problems } = resolve(text);
    expect(problems).toEqual([
      { code, message: expect.stringContaining(message) as string, hint: expect.any(String) as string, path: '' },
    ]);
  });

  test('is found at every depth, and every value that was put in is a secret', () => {
    const value = { a: [{ b: '${env:PASSWORD}' }, '${env:NOPE}'], ['__proto__']: '${file:password}', n: 1 };
    const result = resolveReferences(value, { environment, baseDirectory });
    expect(JSON.stringify(result.value)).toBe(
      JSON.stringify({ a: [{ b: environment.PASSWORD }, ''], ['__proto__']: 'from file', n: 1 }),
    );
    expect(result.secrets).toEqual([environment.PASSWORD, 'from file']);
    expect(result.problems).toMatchObject([{ path: 'a[1]' }]);
  });
});
