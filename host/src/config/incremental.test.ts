import { describe, expect, test } from 'vitest';
import { loadPipelineObject } from './load.ts';
import { PipelineFileError } from './problem.ts';
import type { PipelineConfig } from './types.ts';

interface Parts {
  readonly stream?: object;
  readonly writeMode?: string;
  readonly resources?: object;
  readonly top?: object;
}

function load({ stream, writeMode = 'append', resources, top }: Parts): PipelineConfig {
  return loadPipelineObject(
    {
      version: '1.0',
      pipeline: 'p',
      source: { use: 's', streams: [{ name: 'public.a', ...stream }] },
      destination: { use: 'd', write_mode: writeMode },
      ...(resources === undefined ? {} : { resources }),
      ...top,
    },
    { environment: {} },
  );
}

/** `path code` of each problem; every one says how to mend it. */
function problems(parts: Parts): readonly string[] {
  try {
    load(parts);
  } catch (error) {
    if (!(error instanceof PipelineFileError)) throw error;
    for (const { hint, code } of error.problems) expect(hint, code).toBeTruthy();
    return error.problems.map(({ path, code }) => `${path} ${code}`);
  }
  return [];
}

const at = (key: string): string => `source.streams[0].${key}`;

describe('an incremental stream', () => {
  test('is read by its cursor, and NULLs are refused if nothing is said', () => {
    const { source } = load({ stream: { sync_mode: 'incremental', cursor_field: 'updated_at' } });
    expect(source.streams[0]).toMatchObject({
      syncMode: 'incremental',
      cursor: { column: 'updated_at', nulls: 'refuse' },
    });
  });

  test.each([
    ['10 minutes', '10 minutes'],
    [500, '500'],
    [0.5, '0.5'],
  ])('takes every key, look_back %j', (lookBack, expected) => {
    const { source } = load({
      writeMode: 'upsert',
      stream: {
        sync_mode: 'incremental',
        cursor_field: 'updated_at',
        tie_breaker_field: 'id',
        null_cursor: 'include',
        look_back: lookBack,
        primary_key: ['tenant', 'id'],
        columns: ['tenant', 'id', 'updated_at'],
      },
    });
    expect(source.streams[0]).toMatchObject({
      cursor: { column: 'updated_at', tieBreakerColumn: 'id', nulls: 'include', lookBack: expected },
      primaryKey: ['tenant', 'id'],
    });
  });

  const cursor = { sync_mode: 'incremental', cursor_field: 'c' };
  test.each<[string, Parts, readonly string[]]>([
    ['without a cursor', { stream: { sync_mode: 'incremental' } }, [`${at('cursor_field')} missing_key`]],
    ['with replace', { stream: cursor, writeMode: 'replace' }, [`${at('sync_mode')} incremental_replace`]],
    [
      'with a tie-breaker that breaks no tie',
      { stream: { ...cursor, tie_breaker_field: 'c' } },
      [`${at('tie_breaker_field')} tie_breaker_is_cursor`],
    ],
    [
      'without the columns that it goes by',
      { stream: { ...cursor, tie_breaker_field: 't', primary_key: ['k', 'a'], columns: ['a'] }, writeMode: 'upsert' },
      [
        `${at('cursor_field')} column_left_out`,
        `${at('tie_breaker_field')} column_left_out`,
        `${at('primary_key')} column_left_out`,
      ],
    ],
    ['with no look_back', { stream: { ...cursor, look_back: 0 } }, [`${at('look_back')} invalid_value`]],
    ['with an empty look_back', { stream: { ...cursor, look_back: ' ' } }, [`${at('look_back')} invalid_value`]],
    [
      'with another null_cursor',
      { stream: { ...cursor, null_cursor: 'skip' } },
      [`${at('null_cursor')} invalid_value`],
    ],
  ])('%s is refused', (_, parts, expected) => {
    expect(problems(parts)).toEqual(expected);
  });

  test('all of it is told at once, with what is wrong elsewhere', () => {
    const parts = {
      stream: { sync_mode: 'incremental', primary_key: ['a'], look_back: -1 },
      writeMode: 'replace',
      resources: { max_retries: -1 },
    };
    expect(problems(parts).toSorted()).toEqual([
      'resources.max_retries invalid_value',
      `${at('cursor_field')} missing_key`,
      `${at('look_back')} invalid_value`,
      `${at('primary_key')} key_without_upsert`,
      `${at('sync_mode')} incremental_replace`,
    ]);
  });
});

describe('a stream that is read whole', () => {
  test.each([
    ['cursor_field', 'c'],
    ['tie_breaker_field', 'c'],
    ['null_cursor', 'include'],
    ['look_back', 5],
  ])('has no %s', (key, value) => {
    expect(problems({ stream: { [key]: value } })).toEqual([`${at(key)} cursor_without_incremental`]);
  });

  test('has a primary_key for upsert only', () => {
    const stream = { primary_key: ['a', 'b'] };
    expect(load({ stream, writeMode: 'upsert' }).source.streams[0]?.primaryKey).toEqual(['a', 'b']);
    expect(problems({ stream })).toEqual([`${at('primary_key')} key_without_upsert`]);
    expect(problems({ stream: { primary_key: [] }, writeMode: 'upsert' })).toEqual([
      `${at('primary_key')} invalid_value`,
    ]);
  });
});

describe('require_guarantee', () => {
  test('of the pipeline holds for streams that ask for nothing themselves', () => {
    const top = { require_guarantee: 'exactly_once' };
    expect(load({ top }).source.streams[0]?.requiredGuarantee).toEqual({
      guarantee: 'exactly_once',
      path: 'require_guarantee',
    });
    const stream = { require_guarantee: 'at_least_once' };
    expect(load({ top, stream }).source.streams[0]?.requiredGuarantee).toEqual({
      guarantee: 'at_least_once',
      path: at('require_guarantee'),
    });
    expect(load({}).source.streams[0]?.requiredGuarantee).toBeUndefined();
    expect(problems({ top: { require_guarantee: 'always' } })).toEqual(['require_guarantee invalid_value']);
  });
});

describe('resources', () => {
  test('say how often to commit, how often to try again, and how long to drain', () => {
    const resources = {
      checkpoint_interval_bytes: '2mb',
      checkpoint_interval_rows: '500',
      checkpoint_interval_seconds: 3,
      max_retries: 0,
      stop_timeout_seconds: 0,
    };
    expect(load({ resources }).resources).toMatchObject({
      checkpointInterval: { bytes: 2 * 2 ** 20, rows: 500, milliseconds: 3000 },
      maxRetries: 0,
      stopTimeoutMs: 0,
    });
  });

  test.each([
    ['checkpoint_interval_bytes', 100],
    ['checkpoint_interval_bytes', 'many'],
    ['checkpoint_interval_rows', 0],
    ['checkpoint_interval_seconds', 0.5],
    ['checkpoint_interval_seconds', 86_401],
    ['max_retries', 101],
    ['stop_timeout_seconds', -1],
  ])('%s %j is refused, with its range or an example', (key, value) => {
    expect(problems({ resources: { [key]: value } })).toEqual([`resources.${key} invalid_value`]);
  });
});
