import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const url = 'postgres://app:secret@db:5432/shop';

describe('the config', () => {
  it('has defaults', () => {
    expect(readConfig({ url })).toMatchObject({
      problems: [],
      config: { schema: undefined, stagingSchema: '_rapidbyte', lockTimeoutMs: 5000, replaceMethod: 'auto' },
    });
  });

  it('is reported whole, with paths, without secrets', () => {
    const { problems } = readConfig({
      url,
      schema: 'pg_raw',
      staging_schema: 'x'.repeat(64),
      lock_timeout_ms: 5,
    });
    expect(problems.map(({ path, code }) => [path, code])).toEqual([
      ['schema', 'invalid_value'],
      ['staging_schema', 'invalid_value'],
    ]);
    const wrong = readConfig({ url, scheme: 1, lock_timeout_ms: 0, replace_method: 'truncate' });
    expect(new Set(wrong.problems.map(({ path }) => path))).toEqual(
      new Set(['lock_timeout_ms', 'replace_method', 'scheme']),
    );
    expect(JSON.stringify([problems, wrong])).not.toContain('secret');
  });

  it.each(['', 'a\0b'])('refuses the schema name %j', (schema) => {
    expect(readConfig({ url, schema }).problems).toMatchObject([{ path: 'schema' }]);
  });

  it('keeps staging apart from targets', () => {
    expect(readConfig({ url, schema: 's', staging_schema: 's' }).problems).toMatchObject([{ path: 'staging_schema' }]);
  });
});
