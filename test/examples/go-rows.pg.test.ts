import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { runPipelineDocument } from '../support/pipeline-process.ts';
import { testServers } from '../support/test-servers.ts';
import { buildGoRows, goComplaints, goRows, whyNoGo } from './go.ts';

const noGo = await whyNoGo();
if (noGo !== undefined) console.warn(`The Go example is not tested: ${noGo}`);

/** The rows once more, by PostgreSQL. */
const rowsInSql = (
  rows: number,
): string => `SELECT i AS id, (i % 1000)::int AS account, (i * 7 % 1000003 / 100.0)::numeric(18, 2) AS amount,
    CASE WHEN i % 5 <> 0 THEN format('row %s, not much to say', i) END AS note, i % 3 = 0 AS is_open,
    timestamptz '2020-01-01 00:00Z' + i * interval '1.000001 s' AS created_at
  FROM generate_series(1::bigint, ${rows}) i`;

describe.skipIf(noGo !== undefined)('the Go connector of examples/go-rows', () => {
  let folder: string;
  let warehouse: TestDatabase;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rapidbyte-rows-'));
    await buildGoRows(join(folder, 'rapidbyte-source-rows'));
    warehouse = await createDatabase(testServers.destination.url);
    // The first build on a machine compiles Go's library and Arrow's.
  }, 600_000);
  afterAll(async () => {
    await Promise.all([warehouse?.drop(), folder && rm(folder, { recursive: true })]);
  });

  const pipeline = (
    streams: object,
    selected: readonly object[] = [{ name: '*' }],
    autotune: object = { enabled: false },
  ) => ({
    version: '1.0',
    pipeline: 'rows',
    source: { use: join(folder, 'rapidbyte-source-rows'), config: { streams }, streams: selected },
    destination: { use: 'dest-postgres', config: { url: warehouse.url, schema: 'rows' }, write_mode: 'replace' },
    resources: { parallelism: 2, autotune },
  });
  const differences = (table: string, rows: string) =>
    warehouse.query(`(TABLE ${table} EXCEPT ALL ${rows}) UNION ALL (${rows} EXCEPT ALL TABLE ${table})`);

  test('its rows arrive in PostgreSQL as it made them up, cut into units', async () => {
    const rows = 600_000;
    const { result, exitCode, stderr } = await runPipelineDocument(pipeline({ ledger: rows, nothing: 0 }));
    expect(result.errors).toEqual([]);
    expect(exitCode, stderr).toBe(0);
    expect(result.streams).toMatchObject([
      { name: 'ledger', rowsCommitted: rows, units: 2 },
      { name: 'nothing', rowsCommitted: 0, units: 1 },
    ]);
    expect(await differences('rows.ledger', rowsInSql(rows))).toEqual([]);
    expect(await differences('rows.nothing', rowsInSql(0))).toEqual([]);
  });

  test('it takes its knob at the value pinned, and the columns chosen', async () => {
    const { result } = await runPipelineDocument(
      pipeline({ few: 3000 }, [{ name: 'few', columns: ['note', 'id'] }], { pins: { batch_rows: 256 } }),
    );
    expect(result.streams[0]?.settings).toContainEqual({
      side: 'source',
      knob: 'batch_rows',
      value: 256,
      provenance: 'pin',
    });
    expect(await differences('rows.few', `SELECT note, id FROM (${rowsInSql(3000)}) x`)).toEqual([]);
  });

  test.each(['append', 'upsert'])(
    '%s goes on from where the destination stands, without a gap or an overlap',
    async (mode) => {
      const table = `more_${mode}`;
      const streams = [
        {
          name: table,
          sync_mode: 'incremental',
          cursor_field: 'id',
          ...(mode === 'upsert' ? { look_back: '100' } : {}),
        },
      ];
      // More than a unit at first, nothing new at all, and then some rows and more.
      for (const rows of [600_000, 600_000, 600_007, 640_000]) {
        const { result, exitCode, stderr } = await runPipelineDocument({
          ...pipeline({ [table]: rows }, streams),
          destination: { use: 'dest-postgres', config: { url: warehouse.url, schema: 'rows' }, write_mode: mode },
        });
        expect(result.errors).toEqual([]);
        expect(exitCode, stderr).toBe(0);
        expect(await differences(`rows.${table}`, rowsInSql(rows))).toEqual([]);
      }
    },
  );

  test('every problem of its config is named at once', async () => {
    const { result, exitCode } = await runPipelineDocument(pipeline({ few: -1, many: 'x' }));
    expect(exitCode).toBe(2);
    expect(result.errors).toMatchObject([
      { code: 'config_invalid', path: 'source.config.streams.few' },
      { code: 'config_invalid', path: 'source.config.streams.many' },
    ]);
  });

  test('it is formatted and vetted, and its messages are those of connector.proto', async () => {
    expect(await goComplaints()).toBe('');
    const generated = readFileSync(join(goRows, 'wire/connector.pb.go'), 'utf8');
    const known = numbersIn(generated);
    expect(Object.keys(known).length).toBeGreaterThan(300);
    // Not all of them: it need not know what was added later.
    expect(pinnedNumbers()).toMatchObject(known);
  }, 600_000);
});

/** `Message.field` and `Enum.VALUE` with their numbers, from structs' tags and constants. */
function numbersIn(generated: string): Readonly<Record<string, number>> {
  const numbers: Record<string, number> = {};
  for (const [, struct = '', body = ''] of generated.matchAll(/^type (\w+) struct \{\n([^}]*)\}/gm)) {
    const [message] = struct.split('_'); // HostMessage_Batch holds the member `batch` of HostMessage.
    for (const [, number, name] of body.matchAll(/protobuf:"\w+,(\d+),\w+,(?:packed,)?name=(\w+)/g)) {
      numbers[`${message}.${name}`] = Number(number);
    }
  }
  for (const [, name = '', value, number] of generated.matchAll(/^\t(\w+?)_([A-Z]\w*) +\1 = (\d+)$/gm)) {
    numbers[`${name}.${value}`] = Number(number);
  }
  return numbers;
}

function pinnedNumbers(): Readonly<Record<string, number>> {
  const file = join(goRows, '../../protocol/proto/field-numbers.json');
  const pinned = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string | number>;
  return Object.fromEntries(Object.entries(pinned).map(([name, text]) => [name, Number.parseInt(String(text), 10)]));
}
