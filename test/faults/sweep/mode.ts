/** Streams of the source, with what a row has. Several of them make several units, and several publishes. */
export const tables = {
  items: 'id int PRIMARY KEY, n numeric, t text, at timestamptz',
  people: 'id bigint PRIMARY KEY, name text NOT NULL, photo bytea',
} as const;

export type Table = keyof typeof tables;

/** Items have 3 MB: two batches, and credit in between. @param repeats of 32 characters in an item */
function rowsOf(table: Table, repeats = 300): string {
  return {
    items: `SELECT i, i / 7.0, repeat(md5(i::text), ${repeats}), timestamptz '2026-01-01 00:00:00.000001Z' + i * interval '1 minute' FROM generate_series(1, 300) i`,
    people: `SELECT i, 'person ' || i, decode(md5(i::text), 'hex') FROM generate_series(1, 200) i`,
  }[table];
}

/** Of a table's rows `r`. */
const third: Readonly<Record<Table, string>> = {
  items: 'ORDER BY 1 LIMIT 100',
  people: 'ORDER BY 1 LIMIT 70',
};

/** Of keys that the source does not have, or, as `known`, of some that it has. */
function oldRows(table: Table, keys: 'foreign' | 'known' = 'foreign'): string {
  const key = keys === 'foreign' ? '-i' : 'i';
  const values = { items: `${key}, i, 'old', NULL::timestamptz`, people: `${key}, 'old', NULL::bytea` }[table];
  return `SELECT ${values} FROM generate_series(1, 5) i`;
}

/** A legal combination of modes, what its targets hold before, and what they must hold after. One row here sweeps it. */
export interface Mode {
  readonly name: string;
  /** Keys of the entries of `source.streams`, beside the name. */
  readonly streams?: Readonly<Record<Table, object>>;
  readonly writeMode: 'append' | 'replace' | 'upsert';
  /** Keys of the destination's config, beside the connection. */
  readonly config?: object;
  /** Keys of `resources`. */
  readonly resources?: object;
  /** SQL for the source's tables before anything runs; all rows if not given. */
  readonly source?: string;
  /** SQL for the destination before anything runs. */
  readonly target: string;
  /** SQL for the source after one plain run: what the runs with faults then load is what has come since. */
  readonly growth?: string;
  /**
   * Schemas of the source's database that the targets equal after no, one, two … loads, the last from then on; null where
   * there is no target yet.
   */
  readonly after: readonly (string | null)[];
  /** What a run that has failed may leave: a whole number of loads, or some rows of one. */
  readonly between: 'whole loads' | 'some rows';
  /** `at_least_once`: rows may be there more than once in the end, and none may be missing or foreign. */
  readonly guarantee: 'exactly_once' | 'at_least_once';
  /** Keys and NOT NULL are compared too. */
  readonly constraints: boolean;
}

export const tableNames = Object.keys(tables) as Table[];

function perTable(sql: (table: Table) => string): string {
  return tableNames.map((table) => `${sql(table)};`).join('\n');
}

const fillSource = perTable((table) => `INSERT INTO public.${table} ${rowsOf(table)}`);
/** A third of the rows, in order. */
const beginSource = perTable(
  (table) => `INSERT INTO public.${table} SELECT * FROM (${rowsOf(table)}) r ${third[table]}`,
);
/** Items of 13 MB: more than a source may be ahead by, so that it still reads when its first commit is acked. */
const grownRepeats = 2000;
/** The rest; with updates, some of what was there before has changed, and so moved to the end. */
const growSource = perTable(
  (table) => `INSERT INTO public.${table} SELECT * FROM (${rowsOf(table, grownRepeats)}) r ON CONFLICT DO NOTHING`,
);
const changeSource = `${growSource}
  UPDATE public.items SET t = 'changed', at = at + interval '1 year' WHERE id % 7 = 0;`;
/** Items of 35 MB that can't be compressed: to a destination, most of a large table. */
const largeSource = `${fillSource}
  UPDATE public.items SET t = (SELECT string_agg(encode(sha512((id || '/' || k)::text::bytea), 'base64'), '') FROM generate_series(1, 1300) k);`;
const keyedTargets = perTable(
  (table) => `CREATE TABLE ${table} (${tables[table]}); INSERT INTO ${table} ${oldRows(table)}`,
);
/** Old rows that stay, and old ones of keys that the source has too. */
const mergedTargets = perTable((table) => `CREATE TABLE ${table} (${tables[table]}); ${mergedOldRows(table, '')}`);
const plainTargets = perTable(
  (table) => `CREATE TABLE ${table} (${withoutKeys(tables[table])}); INSERT INTO ${table} ${oldRows(table)}`,
);

/** By the time and the id; by the id alone. */
const cursors: Readonly<Record<Table, object>> = {
  items: { sync_mode: 'incremental', cursor_field: 'at', tie_breaker_field: 'id' },
  people: { sync_mode: 'incremental', cursor_field: 'id' },
};

/** Several commits in a load that continues. */
const smallCheckpoints = { checkpoint_interval_rows: 40 };

export const modes: readonly Mode[] = [
  {
    name: 'full_refresh, replace, first load',
    writeMode: 'replace',
    target: '',
    after: [null, 'public'],
    between: 'whole loads',
    guarantee: 'exactly_once',
    constraints: true,
  },
  {
    name: 'full_refresh, replace',
    writeMode: 'replace',
    target: keyedTargets,
    after: ['old', 'public'],
    between: 'whole loads',
    guarantee: 'exactly_once',
    constraints: true,
  },
  {
    name: 'full_refresh, replace by delete',
    writeMode: 'replace',
    config: { replace_method: 'delete' },
    target: keyedTargets,
    after: ['old', 'public'],
    between: 'whole loads',
    guarantee: 'exactly_once',
    constraints: true,
  },
  {
    name: 'full_refresh, append',
    writeMode: 'append',
    target: plainTargets,
    after: ['old', 'appended_1', 'appended_2', 'appended_3'],
    between: 'whole loads',
    guarantee: 'exactly_once',
    constraints: false,
  },
  {
    name: 'full_refresh, append unit by unit',
    writeMode: 'append',
    config: { append_visibility: 'unit' },
    target: plainTargets,
    after: ['old', 'appended_1'],
    between: 'some rows',
    guarantee: 'at_least_once',
    constraints: false,
  },
  {
    name: 'full_refresh, upsert',
    writeMode: 'upsert',
    target: mergedTargets,
    after: ['old_merged', 'merged'],
    between: 'whole loads',
    guarantee: 'exactly_once',
    constraints: true,
  },
  {
    name: 'full_refresh, upsert, most of a large table',
    writeMode: 'upsert',
    source: largeSource,
    target: mergedTargets,
    after: ['old_merged', 'merged'],
    between: 'whole loads',
    guarantee: 'exactly_once',
    constraints: true,
  },
  {
    name: 'incremental, append, first load',
    streams: cursors,
    writeMode: 'append',
    target: '',
    after: [null, 'public'],
    between: 'whole loads',
    guarantee: 'exactly_once',
    constraints: false,
  },
  {
    name: 'incremental, append, continuing',
    streams: cursors,
    writeMode: 'append',
    resources: smallCheckpoints,
    source: beginSource,
    target: '',
    growth: growSource,
    after: ['public'],
    between: 'some rows',
    guarantee: 'exactly_once',
    constraints: false,
  },
  {
    name: 'incremental, upsert, first load',
    streams: cursors,
    writeMode: 'upsert',
    target: mergedTargets,
    after: ['old_merged', 'merged'],
    between: 'whole loads',
    guarantee: 'exactly_once',
    constraints: true,
  },
  {
    name: 'incremental, upsert, continuing',
    streams: cursors,
    writeMode: 'upsert',
    resources: smallCheckpoints,
    source: beginSource,
    target: '',
    growth: changeSource,
    after: ['public'],
    between: 'some rows',
    guarantee: 'exactly_once',
    constraints: true,
  },
];

/** Everything that a mode's source database holds before its first run: the streams. */
export function sourceSql(mode: Mode): string {
  return `${perTable((table) => `CREATE TABLE public.${table} (${tables[table]})`)} ${mode.source ?? fillSource}`;
}

/** What targets are compared with; to be run once the source has all of its rows. */
export function expectedSql(): string {
  const loads = [1, 2, 3].map(
    (count) =>
      `CREATE SCHEMA appended_${count};` +
      perTable(
        (table) =>
          `CREATE TABLE appended_${count}.${table} AS TABLE old.${table}` +
          ` UNION ALL TABLE public.${table}`.repeat(count),
      ),
  );
  const old = perTable(
    (table) => `CREATE TABLE old.${table} (${tables[table]}); INSERT INTO old.${table} ${oldRows(table)}`,
  );
  const merged = perTable(
    (table) => `CREATE TABLE old_merged.${table} (${tables[table]}); ${mergedOldRows(table, 'old_merged.')};
      CREATE TABLE merged.${table} (${tables[table]});
      INSERT INTO merged.${table} TABLE public.${table};
      INSERT INTO merged.${table} TABLE old_merged.${table} ON CONFLICT DO NOTHING`,
  );
  return `CREATE SCHEMA old; ${old} ${loads.join('\n')} CREATE SCHEMA old_merged; CREATE SCHEMA merged; ${merged} ANALYZE`;
}

function mergedOldRows(table: Table, schema: string): string {
  return `INSERT INTO ${schema}${table} ${oldRows(table)};
    INSERT INTO ${schema}${table} ${oldRows(table, 'known')}`;
}

function withoutKeys(columns: string): string {
  return columns.replaceAll(/ PRIMARY KEY| NOT NULL/g, '');
}
