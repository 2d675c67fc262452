import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { configProblems, connectionShape, formatServer, resolveConnection } from './connection-config.ts';

const schema = z.strictObject(connectionShape);
const resolve = (input: z.input<typeof schema>): ReturnType<typeof resolveConnection> =>
  resolveConnection(schema.parse(input));
const connection = (input: z.input<typeof schema>): unknown => {
  const { connection, problems } = resolve(input);
  expect(problems).toEqual([]);
  return connection;
};
const paths = (input: z.input<typeof schema>): (readonly [string | undefined, string])[] =>
  resolve(input).problems.map(({ path, code }) => [path, code] as const);

describe('url', () => {
  test.each([
    ['postgres://u:p%40ss@db:6000/shop', { host: 'db', port: 6000, user: 'u', password: 'p@ss', database: 'shop' }],
    ['postgresql://u@db', { host: 'db', port: 5432, user: 'u', password: undefined, database: 'u' }],
    ['postgres://u:a:b@[::1]:5433/d', { host: '::1', port: 5433, password: 'a:b', database: 'd' }],
    ['postgres://u@/d?host=/run/postgresql', { host: '/run/postgresql', database: 'd' }],
    ['postgres://u@%2Frun%2Fpg/d', { host: '/run/pg' }],
    ['postgres://u@db/d?sslmode=require&connect_timeout=3', { ssl: { mode: 'require' }, connectTimeoutMs: 3000 }],
  ])('%s', (url, parts) => {
    expect(connection({ url })).toMatchObject(parts);
  });

  test.each([
    'mysql://u@db/x',
    'db:5432',
    'postgres://u@db:0/x',
    'postgres://u@db:99999/x',
    'postgres://u@a,b/x',
    'postgres://u:%zz@db/x',
    'postgres://u@db/x?sslmod=require',
    'postgres://u@db/x?sslmode=yes',
    'postgres://u@db/x?connect_timeout=never',
  ])('%s is refused', (url) => {
    expect(paths({ url })).toEqual([['url', 'invalid_url']]);
  });

  test('a url of which nothing can be understood shows no password', () => {
    const { problems } = resolve({ url: 'postgres://u:hunter2@db:port/x' });
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  test('parts beside it are refused, each', () => {
    const conflicts = paths({ url: 'postgres://db/x?sslmode=disable', user: 'u', database: 'd', ssl: 'require' });
    expect(conflicts).toEqual([
      ['user', 'conflicting_keys'],
      ['database', 'conflicting_keys'],
      ['ssl', 'conflicting_keys'],
    ]);
  });
});

test('parts, with defaults', () => {
  expect(connection({ host: 'db', user: 'u' })).toEqual({
    host: 'db',
    port: 5432,
    user: 'u',
    password: undefined,
    database: 'u',
    ssl: { mode: 'prefer' },
    connectTimeoutMs: 10_000,
    fromUrl: false,
  });
});

test('a host is needed, and NUL is refused', () => {
  expect(paths({ user: 'u' })).toEqual([['host', 'missing_key']]);
  expect(paths({ host: 'a\0b' })).toEqual([['host', 'invalid_value']]);
});

describe('ssl', () => {
  const pem = '-----BEGIN CERTIFICATE-----\n…';

  test('a CA means verify-full; texts are taken as they are, files are read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rapidbyte-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'ca.pem');
    writeFileSync(file, pem);
    for (const ca of [pem, file]) {
      expect(connection({ host: 'db', ssl: { ca } })).toMatchObject({ ssl: { mode: 'verify-full', ca: pem } });
    }
    writeFileSync(file, 'no certificate');
    expect(paths({ host: 'db', ssl: { ca: file } })).toEqual([['ssl.ca', 'invalid_pem']]);
  });

  test.each([
    [{ ca: '/nowhere/ca.pem' }, 'ssl.ca', 'file_unreadable'],
    [{ cert: pem }, 'ssl.key', 'missing_key'],
    [{ key: pem }, 'ssl.cert', 'missing_key'],
    [{ ca: pem, mode: 'require' as const }, 'ssl.mode', 'conflicting_keys'],
    [{ cert: pem, key: pem, mode: 'disable' as const }, 'ssl.mode', 'conflicting_keys'],
  ])('%j', (ssl, path, code) => {
    expect(paths({ host: 'db', ssl })).toEqual([[path, code]]);
  });
});

function problems(input: unknown): (readonly [string | undefined, string])[] {
  const { error } = schema.safeParse(input);
  return error === undefined ? [] : configProblems(error).map(({ path, code }) => [path, code] as const);
}

describe('configProblems', () => {
  test('every problem, each with its path', () => {
    expect(problems({ hots: 'db', port: 'no', ssl: { mode: 'verify', cas: 'x' } })).toEqual([
      ['port', 'invalid_value'],
      ['ssl.mode', 'invalid_value'],
      ['ssl.cas', 'unknown_key'],
      ['hots', 'unknown_key'],
    ]);
  });

  test('no value is repeated', () => {
    const { error } = schema.safeParse({ password: { hunter2: 1 }, port: 'hunter2', ssl: 'hunter2' });
    expect(JSON.stringify(error === undefined ? '' : configProblems(error))).not.toContain('hunter2');
  });

  test('what is no object at all', () => {
    expect(problems('x')).toEqual([[undefined, 'invalid_value']]);
  });
});

test('the shape is a JSON Schema that takes no unknown key', () => {
  expect(z.toJSONSchema(schema, { io: 'input' })).toMatchObject({
    type: 'object',
    additionalProperties: false,
    properties: { url: { type: 'string' }, port: { maximum: 65535 } },
  });
});

test.each([
  [{ host: 'db', port: 1 }, 'db:1'],
  [{ host: '::1', port: 1 }, '[::1]:1'],
])('formatServer %j', (where, text) => {
  expect(formatServer(where)).toBe(text);
});

test('a port may be digits in a text, as references give them', () => {
  expect(connection({ host: 'db', port: '5433' })).toMatchObject({ port: 5433 });
  for (const port of ['70000', '123456', 'x', '', '0', 5432.5]) {
    expect(schema.safeParse({ host: 'db', port }).success, String(port)).toBe(false);
  }
});
