import type { Random } from './random.ts';

/** A table with a row number `rid`, a key `k` and padding, as SQL. */
export interface RandomTable {
  readonly name: string;
  readonly rows: number;
  /** For a failure's message. */
  readonly about: string;
  readonly setup: string;
  /** Changes of which a snapshot from before them must show nothing. */
  readonly disturb: string;
  /** Whether a key is there to be found; else it has to be named. */
  readonly primaryKey: boolean;
}

/** SQL of a value from the row's number `g`, evenly spread, with duplicates, and skewed. */
const keys: Readonly<Record<string, readonly string[]>> = {
  smallint: ['(g % 30000 - 15000)::int2', '(g % 7 - 3)::int2'],
  int: ['g * 13 - 9000', '(random() ^ 4 * 1000)::int - 500', '(g % 5) * 1000000 - 2'],
  bigint: [
    'g::int8 * 9000000000 - 4000000000000',
    '(random() ^ 6 * 1e15)::int8',
    "CASE WHEN g % 50 = 0 THEN '-9223372036854775808'::int8 WHEN g % 50 = 1 THEN 9223372036854775807 ELSE g END",
  ],
  numeric: [
    "CASE WHEN g % 9 = 0 THEN 'NaN'::numeric ELSE g / 7.0 - 100 END",
    '(random() * 1e20)::numeric(40, 10)',
    "CASE WHEN g % 40 = 0 THEN ('1e' || g % 9000)::numeric ELSE -g END",
  ],
  float8: ["CASE WHEN g % 9 = 0 THEN 'NaN'::float8 WHEN g % 9 = 1 THEN '-Infinity' ELSE random() END"],
  date: ["CASE WHEN g % 20 = 0 THEN 'infinity'::date ELSE '2020-01-01'::date + g END", "'2020-01-01'::date + g % 3"],
  timestamp: ["'2020-01-01'::timestamp + g * interval '1.000001 s'"],
  timestamptz: [
    "CASE WHEN g % 11 = 0 THEN '-infinity'::timestamptz WHEN g % 11 = 1 THEN 'infinity' ELSE '2020-01-01 00:00+00'::timestamptz + g * interval '37.5 s' END",
    "'2020-01-01 00:00+00'::timestamptz + (random() ^ 5) * interval '9 years'",
  ],
  uuid: ['md5(g::text)::uuid'],
  text: [
    'md5(g::text)',
    "repeat('same start ', 8) || g",
    "CASE g % 6 WHEN 0 THEN '' WHEN 1 THEN 'it''s' || g WHEN 2 THEN E'back\\\\slash' || g WHEN 3 THEN 'ü€𝄞' || g ELSE ' ' || g % 9 END",
  ],
  'text COLLATE "en-x-icu"': ["chr(65 + g % 60) || '-' || chr(97 + g % 26) || g"],
  'varchar(40)': ["'v' || (g % 1000)"],
  'char(12)': ["'c' || (g % 300)"],
};

const kinds = ['plain', 'plain', 'plain', 'hash', 'range', 'inherited'] as const;

export function randomTable(name: string, random: Random, icu: boolean): RandomTable {
  const type = random.pick(Object.keys(keys).filter((one) => icu || !one.includes('icu')));
  const value = random.pick(keys[type] ?? []);
  const kind = random.pick(kinds);
  const rows = random.chance(0.06) ? random.integer(0, 1) : random.integer(300, 2500);
  const width = random.pick([0, 10, 200, 200, 1500]);
  const nulls = random.pick([0, 0, 0.05, 0.4]);
  // A primary key has one row a value, so that its rows are told apart by a second column.
  const primaryKey = nulls === 0 && random.chance(0.6);
  const indexed = random.chance(0.85);
  const key = nulls === 0 ? value : `CASE WHEN random() < ${nulls} THEN NULL ELSE ${value} END`;
  const columns = 'rid, k, pad';
  const insert = (from: number, to: number): string => `
    INSERT INTO ${name} (${columns})
    SELECT g, ${key}, repeat('x', (random() * ${width})::int) FROM generate_series(${from}, ${to}) g;`;
  const constraint = primaryKey ? ', PRIMARY KEY (k, rid)' : '';
  const definition = `rid bigint NOT NULL, k ${type}, pad text`;
  const index = (table: string): string => (indexed && !primaryKey ? `CREATE INDEX ON ${table} (k);` : '');
  const create = {
    plain: `CREATE TABLE ${name} (${definition}${constraint}); ${index(name)}`,
    hash: `
      CREATE TABLE ${name} (${definition}${constraint}) PARTITION BY HASH (rid); ${index(name)}
      CREATE TABLE ${name}_0 PARTITION OF ${name} FOR VALUES WITH (MODULUS 3, REMAINDER 0);
      CREATE TABLE ${name}_1 PARTITION OF ${name} FOR VALUES WITH (MODULUS 3, REMAINDER 1) PARTITION BY HASH (rid);
      CREATE TABLE ${name}_10 PARTITION OF ${name}_1 FOR VALUES WITH (MODULUS 1, REMAINDER 0);
      CREATE TABLE ${name}_2 PARTITION OF ${name} FOR VALUES WITH (MODULUS 3, REMAINDER 2);`,
    range: `
      CREATE TABLE ${name} (${definition}${constraint}) PARTITION BY RANGE (rid); ${index(name)}
      CREATE TABLE ${name}_low PARTITION OF ${name} FOR VALUES FROM (MINVALUE) TO (40);
      CREATE TABLE ${name}_mid PARTITION OF ${name} FOR VALUES FROM (40) TO (1200);
      CREATE TABLE ${name}_rest PARTITION OF ${name} DEFAULT;`,
    inherited: `
      CREATE TABLE ${name} (${definition}${constraint}); ${index(name)}
      CREATE TABLE ${name}_child (more int) INHERITS (${name}); ${index(`${name}_child`)}`,
  }[kind];
  const child =
    kind === 'inherited'
      ? `WITH gone AS (DELETE FROM ONLY ${name} WHERE rid % 3 = 0 RETURNING ${columns})
         INSERT INTO ${name}_child (${columns}) SELECT ${columns} FROM gone;`
      : '';
  const moved = random.chance(0.6)
    ? `UPDATE ${name} SET pad = pad || 'y' WHERE rid % ${random.integer(2, 9)} = 0;
       DELETE FROM ${name} WHERE rid % ${random.integer(3, 20)} = 1 AND rid > 1;`
    : '';
  const analyzed = random.chance(0.5) ? `ANALYZE ${name};` : '';
  return {
    name,
    rows,
    primaryKey,
    about: JSON.stringify({ type, value, kind, rows, width, nulls, primaryKey, indexed }),
    setup: `SELECT setseed(${random.next()}); ${create} ${rows === 0 ? '' : insert(1, rows)} ${child} ${moved} ${analyzed}`,
    disturb: `
      UPDATE ${name} SET pad = 'changed', rid = rid + 1000000 WHERE rid % ${random.integer(2, 5)} = 0;
      DELETE FROM ${name} WHERE rid % ${random.integer(2, 5)} = 1;
      ${insert(5_000_000, 5_000_000 + random.integer(1, 300))}`,
  };
}
