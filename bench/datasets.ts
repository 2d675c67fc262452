/**
 * A table's columns, and the SQL expression that fills each, over `i` (1, 2, 3 …), `h` (its md5), `pool` and `bytes`: the
 * same rows on every machine.
 */
export interface Dataset {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly Column[];
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable?: boolean;
  readonly value: string;
}

/**
 * Text to cut pieces from, in which nothing repeats: no compression can make a table smaller than it is meant to be. 128 KiB
 * of bytes likewise, which text of hexadecimal digits would not be.
 */
const pool = `(SELECT * FROM
  (SELECT string_agg(md5(n::text), '') AS pool FROM generate_series(1, 100) AS n) texts,
  (SELECT string_agg(sha512(n::text::bytea), '' ORDER BY n) AS bytes FROM generate_series(1, 2048) AS n) binaries)`;

const id: Column = { name: 'id', type: 'bigint', value: 'i' };
const createdAt: Column = {
  name: 'created_at',
  type: 'timestamp with time zone',
  value: `timestamptz '2024-01-01 00:00:00+00' + (i * 7919 % 63072000) * interval '1.000001 s'`,
};

const narrow: Dataset = {
  name: 'narrow',
  description: '46 B a row, 4 numbers',
  columns: [
    id,
    { name: 'account_id', type: 'integer', value: '(i * 7919 % 1000003)::integer' },
    { name: 'amount', type: 'double precision', value: '(i * 104729 % 10000019) / 100.0::double precision' },
    createdAt,
  ],
};

const mixed: Dataset = {
  name: 'mixed',
  description: '200 B a row, 11 columns of 10 types',
  columns: [
    id,
    { name: 'quantity', type: 'integer', value: '(i * 31 % 1000)::integer' },
    { name: 'price', type: 'numeric(12,2)', value: '((i * 104729 % 99999989) / 100.0)::numeric(12,2)' },
    { name: 'active', type: 'boolean', value: 'i % 3 = 0' },
    createdAt,
    {
      name: 'due',
      type: 'date',
      nullable: true,
      value: `CASE WHEN i % 7 > 0 THEN date '2024-01-01' + (i * 13 % 730)::integer END`,
    },
    { name: 'reference', type: 'uuid', value: 'md5(i::text)::uuid' },
    { name: 'score', type: 'double precision', value: 'sqrt(i::double precision)' },
    { name: 'name', type: 'text', value: `'Größe ' || i || ' ' || left(h, (i % 15)::integer)` },
    {
      name: 'note',
      type: 'text',
      nullable: true,
      value: `CASE WHEN i % 10 > 0 THEN h || ' ' || left(h, (i % 21)::integer) END`,
    },
    {
      name: 'attributes',
      type: 'jsonb',
      value: `('{"tier": ' || i % 5 || ', "tags": ["' || left(h, 6) || '"]}')::jsonb`,
    },
  ],
};

/** Four texts instead of one: a row above 2,032 B would be cut up and moved out of line. */
const wide: Dataset = {
  name: 'wide',
  description: '2 KB a row, 4 texts',
  columns: [
    id,
    ...[43, 47, 53, 59].map((step, index) => ({
      name: `text_${index + 1}`,
      type: 'text',
      value: `substr(pool, 1 + (i * ${step} % 2700)::integer, 490)`,
    })),
  ],
};

/** As applications have them: a mixed row, and what was sent with it. */
const events: Dataset = {
  name: 'events',
  description: '370 B a row, 13 columns of 10 types',
  columns: [
    ...mixed.columns,
    {
      name: 'path',
      type: 'text',
      value: `'/orders/' || i % 9973 || '/items/' || substr(pool, 1 + (i * 43 % 2700)::integer, 24 + (i % 17)::integer)`,
    },
    {
      name: 'agent',
      type: 'text',
      value: `'agent/' || i % 41 || ' ' || substr(pool, 1 + (i * 47 % 2700)::integer, 70 + (i % 31)::integer)`,
    },
  ],
};

/** For changes: a mixed row, and how often it was changed. */
const orders: Dataset = {
  name: 'orders',
  description: '200 B a row, 12 columns of 10 types',
  columns: [...mixed.columns, { name: 'revision', type: 'integer', value: '1' }],
};

const documents: Dataset = {
  name: 'documents',
  description: '1.6 KB a row, a mixed row and 3 texts',
  columns: [
    ...mixed.columns,
    ...[43, 47, 53].map((step, index) => ({
      name: `text_${index + 1}`,
      type: 'text',
      value: `substr(pool, 1 + (i * ${step} % 2700)::integer, 440 + (i % 41)::integer)`,
    })),
  ],
};

/** Its content is out of line, cut up: 32 KB a row and more, and nothing in it can be compressed. */
const files: Dataset = {
  name: 'files',
  description: '66 KB a row, of which 65 KB are one value out of line',
  columns: [
    ...mixed.columns,
    {
      name: 'content',
      type: 'bytea',
      value: 'substr(bytes, 1 + (i * 7919 % 65000)::integer, 64700 + (i * 31 % 1700)::integer)',
    },
  ],
};

export const datasets: readonly Dataset[] = [narrow, mixed, wide, events, orders, documents, files];

export function findDataset(name: string): Dataset | undefined {
  return datasets.find((dataset) => dataset.name === name);
}

/** Without its key, which belongs after the rows. */
export function createTableSql(dataset: Dataset, table: string): string {
  const columns = dataset.columns.map(({ name, type, nullable }) => `${name} ${type}${nullable ? '' : ' NOT NULL'}`);
  return `CREATE TABLE ${table} (${columns.join(', ')})`;
}

export function addKeySql(table: string): string {
  return `ALTER TABLE ${table} ADD PRIMARY KEY (id)`;
}

export function fillSql(dataset: Dataset, table: string, rows: number): string {
  const values = dataset.columns.map((column) => column.value).join(', ');
  // OFFSET 0: h is computed once a row, not once for each use.
  const numbers = `SELECT i, md5(i::text) AS h FROM (SELECT generate_series(1::bigint, ${rows}) AS i) s OFFSET 0`;
  return `INSERT INTO ${table} SELECT ${values} FROM (${numbers}) n, ${pool} p`;
}
