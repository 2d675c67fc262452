import type { TestDatabase } from '../support/database.ts';

/** Rows over `i`, of every size: each 5,000th holds 300 kB. */
const columns = `
  i AS id,
  timestamptz '2024-01-01 00:00:00+00' + i * interval '1.5 s' AS at,
  (i % 100000)::numeric / 7 AS amount,
  CASE WHEN i % 3 > 0 THEN 'name ' || md5(i::text) END AS name,
  repeat(md5(i::text), CASE WHEN i % 5000 = 0 THEN 9375 ELSE (i % 9)::integer END) AS note,
  jsonb_build_object('i', i, 'odd', i % 2 = 1) AS attributes`;

const rowsPerStep = 200;

/**
 * View `public.endless`: rows with the ids 0, 1, 2 … until `seconds` after now have passed. PostgreSQL makes them as they
 * are read, so a reader that is held back holds back their making, and none are stored.
 */
export async function createEndlessStream(database: TestDatabase, seconds: number): Promise<void> {
  const [now] = await database.query<{ end: string }>(
    `SELECT (clock_timestamp() + ${seconds} * interval '1 s')::text AS end`,
  );
  await database.query(`
    CREATE VIEW public.endless AS
    WITH RECURSIVE steps (step) AS (
      SELECT 0::bigint
      UNION ALL
      SELECT step + 1 FROM steps WHERE clock_timestamp() < timestamptz '${now?.end}'
    )
    SELECT ${columns} FROM (SELECT step * ${rowsPerStep} + k AS i FROM steps, generate_series(0, ${rowsPerStep - 1}) AS k) s`);
}

/** View `public.expected`: what `endless` gave, once it is known how many rows it had. */
export async function createExpectedRows(database: TestDatabase, rows: number): Promise<void> {
  await database.query(`
    CREATE VIEW public.expected AS
    SELECT ${columns} FROM (SELECT generate_series(0::bigint, ${rows - 1}) AS i) s`);
}

/** Table `public.steady`, 20,000 rows, for loads that are compared with it again and again. */
export async function createSteadyTable(database: TestDatabase): Promise<void> {
  await database.query(`
    CREATE TABLE public.steady AS SELECT ${columns} FROM (SELECT generate_series(1::bigint, 20000) AS i) s;
    ALTER TABLE public.steady ADD PRIMARY KEY (id)`);
}
