import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadPipeline, loadPipelineObject } from './load.ts';
import { PipelineFileError } from './problem.ts';

const folder = mkdtempSync(join(tmpdir(), 'rapidbyte-load-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'pipeline.yaml');
writeFileSync(join(folder, 'warehouse.url'), 'postgres://w:filepw@dw/raw\n');

const load = (text: string | Uint8Array, environment: Record<string, string> = {}) => {
  writeFileSync(file, text);
  return loadPipeline(file, environment);
};

/** `line:column path code: message | hint` of each problem. */
function problemsOf(text: string | Uint8Array): string[] {
  try {
    load(text);
  } catch (error) {
    if (!(error instanceof PipelineFileError)) throw error;
    return error.problems.map(
      ({ place, path, code, message, hint }) => `${place?.line}:${place?.column} ${path} ${code}: ${message} | ${hint}`,
    );
  }
  throw new Error('no problem was found');
}

const complete = `version: "1.0"
pipeline: shop-to-warehouse
source:
  use: source-postgres
  config: { url: "postgres://app:\${env:PGPASSWORD}@db:5432/shop", deep: { api_key: literal } }
  streams:
    - { name: public.orders, sync_mode: full_refresh, columns: [id, total] }
    - { name: "public.*", exclude: [public.audit_log] }
destination:
  use: dest-postgres
  config: { url: "\${file:./warehouse.url}", schema: raw }
  write_mode: replace
resources: { parallelism: 2, max_memory: 512mb }
`;

const recoveryDefaults = {
  checkpointInterval: { bytes: 64 * 2 ** 20, rows: 1_000_000, milliseconds: 10_000 },
  maxRetries: 5,
  stopTimeoutMs: 20_000,
};

const minimal = `version: "1.0"
pipeline: p
source: { use: s, streams: [{ name: public.a }] }
destination: { use: d }
`;

describe('a pipeline file', () => {
  test('becomes a complete config', () => {
    const { config } = load(complete, { PGPASSWORD: 'p@ss' });
    expect(config).toEqual({
      pipeline: 'shop-to-warehouse',
      source: {
        use: 'source-postgres',
        config: { url: 'postgres://app:p%40ss@db:5432/shop', deep: { api_key: 'literal' } },
        streams: [
          {
            pattern: { text: 'public.orders', namespace: ['public'], name: ['orders'] },
            syncMode: 'full_refresh',
            columns: ['id', 'total'],
            exclude: [],
            path: 'source.streams[0]',
          },
          {
            pattern: { text: 'public.*', namespace: ['public'], name: ['', ''] },
            syncMode: 'full_refresh',
            exclude: [{ text: 'public.audit_log', namespace: ['public'], name: ['audit_log'] }],
            path: 'source.streams[1]',
          },
        ],
      },
      destination: {
        use: 'dest-postgres',
        config: { url: 'postgres://w:filepw@dw/raw', schema: 'raw' },
        writeMode: 'replace',
      },
      resources: { parallelism: 2, maxMemoryBytes: 512 * 2 ** 20, pins: [], autotune: true, ...recoveryDefaults },
      secrets: ['p@ss', 'postgres://w:filepw@dw/raw', 'p%40ss', 'literal', 'filepw'],
      baseDirectory: folder,
    });
    expect(Object.isFrozen(config.source.streams)).toBe(true);
  });

  test('has safe defaults', () => {
    const { config } = load(minimal);
    expect(config.source.streams[0]?.syncMode).toBe('full_refresh');
    expect(config.destination.writeMode).toBe('append');
    expect(config.resources).toEqual({
      parallelism: 'auto',
      maxMemoryBytes: 2 ** 30,
      pins: [],
      autotune: true,
      ...recoveryDefaults,
    });
    expect(config.secrets).toEqual([]);
  });

  test('tells where each key stands', () => {
    const pipeline = load(complete, { PGPASSWORD: 'x' });
    expect(pipeline.locate('source.streams[1].exclude[0]')).toEqual({ line: 8, column: 37 });
    expect(pipeline.locate('source.config.url')).toEqual({ line: 5, column: 18 });
    expect(pipeline.locate('source.config.ssl.ca')).toEqual({ line: 5, column: 11 }); // the nearest thing that is there
    expect(pipeline.locate('nowhere')).toEqual({ line: 1, column: 1 });
  });

  test('shows every problem at once, in the order of the file', () => {
    const text = `version: 1.0
pipelin: x
source:
  use: 5
  config: [1]
  streams:
    - { name: my-table, sync_mode: cdc, columnz: [a], columns: [] }
    - public.orders
    - { name: "\${env:NOPE}" }
destination:
  use: d
  config: { url: "\${file:nope}" }
  write_mode: merge
resources: { parallelism: 0, max_memory: 1mb, memory: 1 }
`;
    expect(problemsOf(text)).toEqual([
      '1:1 pipeline missing_key: the key pipeline is missing | give it a name: pipeline: shop-to-warehouse',
      '1:10 version invalid_value: version must be "1.0" | write version: "1.0", with the quotes',
      '2:1 pipelin unknown_key: the key "pipelin" is unknown | did you mean pipeline?',
      '4:8 source.use wrong_type: use must be a text, and is a number | undefined',
      '5:11 source.config invalid_value: config must be a map | undefined',
      '7:15 source.streams[0].name invalid_stream_name: "my-table" is not a stream name: "-" cannot stand in an unquoted name | put the name in double quotes, as in SQL: "my-table"',
      '7:36 source.streams[0].sync_mode invalid_value: sync_mode must be full_refresh or incremental | full_refresh moves whole streams, incremental what is new by cursor_field',
      '7:41 source.streams[0].columnz unknown_key: the key "columnz" is unknown | source.streams[0] takes name, sync_mode, cursor_field, tie_breaker_field, null_cursor, look_back, primary_key, columns, exclude, partition_key, require_guarantee',
      '7:64 source.streams[0].columns invalid_value: columns must not be empty | leave it out to take every column',
      '8:7 source.streams[1] wrong_type: the entry must be a map, and is a text | undefined',
      '9:15 source.streams[2].name missing_secret: the environment variable NOPE is not set | set it: export NOPE=…',
      `12:18 destination.config.url missing_secret: the file ${join(folder, 'nope')} does not exist | relative paths begin at the pipeline file`,
      '13:15 destination.write_mode invalid_value: write_mode must be append, replace or upsert | append adds rows, replace puts them in place of the old ones, upsert in place of those with the same key',
      '14:27 resources.parallelism invalid_value: parallelism must be auto or a whole number from 1 to 256 | undefined',
      '14:42 resources.max_memory invalid_value: max_memory is too little: three processes need at least 280mb | give it 280mb or more',
      '14:47 resources.memory unknown_key: the key "memory" is unknown | resources takes parallelism, max_memory, max_connections, autotune, checkpoint_interval_bytes, checkpoint_interval_rows, checkpoint_interval_seconds, max_retries, stop_timeout_seconds',
    ]);
  });

  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...['b', 'c', 'd', 'e', 'f', 'g'].map((key, index) => {
      const before = 'abcdef'[index];
      return `${key}: &${key} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`;
    }),
  ].join('\n');

  test.each([
    ['duplicate keys', 'a: 1\na: 2\n', '2:1  invalid_yaml: map keys must be unique | remove one of the two'],
    ['a tab', 'a:\n\tb: 1\n', 'invalid_yaml: tabs are not allowed as indentation | indent with spaces'],
    [
      'a reference without quotes',
      'a: { url: ${env:X} }\n',
      'a value with ${…} needs quotes where it stands inside { } or [ ]',
    ],
    ['a tag', 'a: !secret x\n', '1:4  invalid_yaml: unresolved tag: !secret'],
    ['an alias bomb', bomb, 'document_too_large: the document has more than 50000 values'],
    ['an alias of itself', 'a: &a [*a]\n', 'document_too_large'],
    ['an alias without anchor', 'a: *b\n', 'b'],
    ['deep nesting', '['.repeat(100_000), ''],
    ['a key that is no text', '? [a]\n: x\n', '1:3  invalid_yaml: a key must be a text'],
    ['two documents', `${minimal}---\n${minimal}`, 'one file holds one pipeline'],
    ['a number beyond doubles', 'a: 12345678901234567890\n', '1:4 a number_out_of_range'],
    ['infinity', 'a: .inf\n', '1:4 a number_out_of_range'],
    ['an empty file', '', '  wrong_type: the document must be a map, and is empty'],
    ['a list', '- a\n', '1:1  wrong_type: the document must be a map, and is a list'],
  ])('%s is a problem', (_, text, expected) => {
    expect(problemsOf(text).join('\n')).toContain(expected);
  });

  test('a merge key is an unknown key', () => {
    const text = `${minimal}<<: { version: "2.0" }\n`;
    expect(problemsOf(text)).toEqual([
      '5:1 << unknown_key: the key "<<" is unknown | merge keys are not supported: write the keys out',
    ]);
  });

  test('YAML 1.1 does not bring merge keys back', () => {
    const { config } = load(`%YAML 1.1\n---\n${minimal.replace('use: d', 'use: d, config: { <<: { a: 1 } }')}`);
    expect(config.destination.config).toEqual({ '<<': { a: 1 } });
  });

  test.each(['auto', '3', 3, '"3"'])('parallelism %j', (text) => {
    const { config } = load(`${minimal}resources: { parallelism: ${text} }\n`);
    expect(config.resources.parallelism).toBe(text === 'auto' ? 'auto' : 3);
  });

  test.each(['1.5', '"1.5"', '0', '257', '-1', 'automatic', '[]', 'null', 'true'])(
    'parallelism %s is refused',
    (text) => {
      expect(problemsOf(`${minimal}resources: { parallelism: ${text} }\n`)).toEqual([
        expect.stringContaining('parallelism must be auto or a whole number from 1 to 256'),
      ]);
    },
  );

  test('__proto__ is a key like any other', () => {
    expect(problemsOf(`${minimal}__proto__: { polluted: true }\n`)).toMatchObject([
      expect.stringContaining('5:1 __proto__ unknown_key'),
    ]);
    const { config } = load(minimal.replace('use: d', 'use: d, config: { __proto__: { polluted: true } }'));
    expect(JSON.stringify(config.destination.config)).toBe('{"__proto__":{"polluted":true}}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('anchors may be used, and a problem in one stands where the alias is', () => {
    const text = minimal.replace('[{ name: public.a }]', '[&one { name: public.a, oops: 1 }, *one]');
    expect(problemsOf(text)).toHaveLength(2);
  });

  test.each([
    ['missing', join(folder, 'absent.yaml'), 'file_not_found', 'the pipeline file does not exist'],
    ['a directory', folder, 'file_not_readable', 'the pipeline file is a directory'],
    ['a device', '/dev/zero', 'file_not_readable', 'the pipeline file is not a regular file'],
  ])('%s', (_, name, code, message) => {
    expect(() => loadPipeline(name, {})).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ code, message }) as object] }) as Error,
    );
  });

  test('more than 1 MiB, or not UTF-8', () => {
    expect(problemsOf('#'.repeat(2 ** 20 + 1)).join()).toContain('is longer than 1048576 bytes');
    expect(problemsOf(new Uint8Array([0x61, 0xff])).join()).toContain('is not UTF-8 text');
  });

  test('a problem never holds a secret', () => {
    const text = minimal
      .replace('name: public.a', 'name: "${env:SECRET}"')
      .replace('use: d', 'use: "${env:SECRET}", nope: 1');
    try {
      load(text, { SECRET: 'hunter-2' });
      expect.unreachable();
    } catch (error) {
      expect(JSON.stringify((error as PipelineFileError).problems)).not.toContain('hunter');
    }
  });
});

describe('a pipeline object', () => {
  const document = {
    version: '1.0',
    pipeline: 'p',
    source: { use: 's', config: { password: '${env:P}' }, streams: [{ name: 'public.a' }] },
    destination: { use: 'd' },
  };

  test('is checked and resolved like a file, and left as it was', () => {
    const config = loadPipelineObject(document, { environment: { P: 'secret' }, baseDirectory: folder });
    expect(config).toMatchObject({
      source: { config: { password: 'secret' } },
      secrets: ['secret'],
      baseDirectory: folder,
    });
    expect(document.source.config.password).toBe('${env:P}');
    expect(Object.isFrozen(document.source)).toBe(false);
  });

  test('reports its problems without a place', () => {
    expect(() => loadPipelineObject({ ...document, extra: 1 }, { environment: {} })).toThrow(
      expect.objectContaining({
        file: undefined,
        problems: [
          expect.objectContaining({ code: 'missing_secret', path: 'source.config.password' }),
          expect.objectContaining({ code: 'unknown_key', path: 'extra' }),
        ] as object[],
      }) as Error,
    );
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    expect(() => loadPipelineObject(cyclic)).toThrow('not plain data');
  });
});
