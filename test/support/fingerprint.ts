import { Client, escapeIdentifier, type QueryResultRow } from 'pg';

/** What a server says of one table; equal tables, on whatever server, give equal fingerprints. */
export interface TableFingerprint {
  readonly columns: readonly ColumnFingerprint[];
  /** Column names in key order; empty without a primary key. */
  readonly primaryKey: readonly string[];
  /** A count, as text. */
  readonly rows: string;
  /** Sum over all rows of a hash of the row's text: order does not count, duplicates do. */
  readonly text: string;
}

export interface ColumnFingerprint {
  readonly name: string;
  /** As `format_type` gives it with an empty search path: types outside pg_catalog carry their schema. */
  readonly type: string;
  readonly notNull: boolean;
}

/** Settings that decide how values are written as text: the same for both servers, whatever theirs are. */
const textSettings = [
  'search_path=',
  'DateStyle=ISO,MDY',
  'IntervalStyle=postgres',
  'TimeZone=UTC',
  'bytea_output=hex',
  'extra_float_digits=1',
  'lc_monetary=C',
];

/** Connects for reading fingerprints. The caller ends it. */
export async function connectForFingerprints(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, options: textSettings.map((s) => `-c ${s}`).join(' ') });
  await client.connect();
  return client;
}

/** Of a table of the database at this URL. */
export async function fingerprintOf(url: string, table: string): Promise<TableFingerprint> {
  const client = await connectForFingerprints(url);
  try {
    return await fingerprint(client, table);
  } finally {
    await client.end();
  }
}

/**
 * `table` is SQL: `public.orders`, `"Odd.Schema"."Täble"`; always with its schema. `only` limits it to some columns.
 *
 * @throws {DatabaseError} of `pg`, if there is no such table
 */
export async function fingerprint(client: Client, table: string, only?: readonly string[]): Promise<TableFingerprint> {
  const all = await readColumns(client, table);
  const columns = only === undefined ? all : all.filter((column) => only.includes(column.name));
  const values = columns.map((column) => escapeIdentifier(column.name)).join(', ');
  const [whole] = await rowsOf<{ rows: string; text: string }>(
    client,
    `SELECT count(*) AS rows, ${sumOfHashes(`ROW(${values})::text`)} AS text FROM ${table}`,
  );
  if (whole === undefined) throw new Error(`no fingerprint of ${table}`);
  return { columns, primaryKey: await readPrimaryKey(client, table), ...whole };
}

/**
 * The same kind of sum, over one column. `form` is `text`, or `binary` for what the type's send function gives, which is
 * stable across servers for every type but those whose form contains an OID of their own (composites and their arrays).
 */
export async function columnFingerprint(
  client: Client,
  table: string,
  column: string,
  form: 'text' | 'binary',
): Promise<string> {
  const name = escapeIdentifier(column);
  const expression =
    form === 'text' ? `ROW(${name})::text` : `${await sendFunction(client, table, column)}(${name})::text`;
  const [sum] = await rowsOf<{ sum: string }>(client, `SELECT ${sumOfHashes(expression)} AS sum FROM ${table}`);
  return sum?.sum ?? '';
}

/** Text as UTF-8 whatever the database's encoding; 64 bits of md5, which every version computes the same way. */
function sumOfHashes(text: string): string {
  const hash = `('x' || substr(md5(convert_to(coalesce(${text}, 'NULL'), 'UTF8')), 1, 16))::bit(64)::bigint::numeric`;
  return `coalesce(sum(${hash}), 0)::text`;
}

function readColumns(client: Client, table: string): Promise<ColumnFingerprint[]> {
  return rowsOf<ColumnFingerprint>(
    client,
    `SELECT attname::text AS name, format_type(atttypid, atttypmod) AS type, attnotnull AS "notNull"
     FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [table],
  );
}

async function readPrimaryKey(client: Client, table: string): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    client,
    `SELECT a.attname::text AS name
     FROM pg_index i
       CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, position)
       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
     WHERE i.indrelid = $1::regclass AND i.indisprimary AND k.position <= i.indnkeyatts
     ORDER BY k.position`,
    [table],
  );
  return rows.map((row) => row.name);
}

async function sendFunction(client: Client, table: string, column: string): Promise<string> {
  const [row] = await rowsOf<{ name: string }>(
    client,
    `SELECT format('%I.%I', n.nspname, p.proname) AS name
     FROM pg_attribute a
       JOIN pg_type t ON t.oid = a.atttypid
       JOIN pg_proc p ON p.oid = t.typsend
       JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE a.attrelid = $1::regclass AND a.attname = $2`,
    [table, column],
  );
  if (row === undefined) throw new Error(`column ${column} of ${table} has no binary form`);
  return row.name;
}

async function rowsOf<Row extends QueryResultRow>(client: Client, sql: string, values?: unknown[]): Promise<Row[]> {
  return (await client.query<Row>(sql, values)).rows;
}
