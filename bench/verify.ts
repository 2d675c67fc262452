import type { TestDatabase } from '../test/support/database.ts';
import type { Arm } from './arms/arm.ts';

/** What two tables have in common if they are the same: names, types, NOT NULLs and key, count, and a hash of all rows. */
export interface TableState {
  readonly definition: string;
  readonly rows: string;
  /**
   * Sum of PostgreSQL's own 64-bit hash of each row: order does not count. Both servers are of one version. sum(bigint)
   * adds in 128 bits, so that nothing is lost.
   */
  readonly hash: string;
}

export async function tableState(database: Pick<TestDatabase, 'query'>, table: string): Promise<TableState> {
  const [definition] = await database.query<{ definition: string }>(
    `SELECT string_agg(format('%I %s%s', attname, format_type(atttypid, atttypmod),
              CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END), ', ' ORDER BY attnum)
       || coalesce((SELECT '; ' || string_agg(pg_get_constraintdef(oid), ', ') FROM pg_constraint
                    WHERE conrelid = $1::regclass AND contype = 'p' AND convalidated), '')
       || '; ' || (SELECT CASE relpersistence WHEN 'p' THEN 'logged' ELSE 'not logged' END FROM pg_class
                   WHERE oid = $1::regclass) AS definition
     FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
    [table],
  );
  const [content] = await database.query<{ rows: string; hash: string }>(
    `SELECT count(*)::text AS rows, coalesce(sum(hash_record_extended(t, 0)), 0)::text AS hash FROM ${table} t`,
  );
  if (definition === undefined || content === undefined) throw new Error(`${table} can't be described`);
  return { ...definition, ...content };
}

/** @throws {Error} naming the arm and both states */
export function assertSameTable(arm: Arm, wanted: TableState, found: TableState): void {
  assertSame(
    arm.name,
    wanted,
    found,
    arm.tableDiffers === undefined ? ['definition', 'rows', 'hash'] : ['rows', 'hash'],
  );
}

/** @throws {Error} naming who made it and both states */
export function assertSame(
  who: string,
  wanted: TableState,
  found: TableState,
  parts: readonly (keyof TableState)[] = ['rows', 'hash'],
): void {
  for (const part of parts) {
    if (wanted[part] !== found[part]) {
      throw new Error(
        `${who} made another table; ${part}:\n  in the source:      ${wanted[part]}\n  in the destination: ${found[part]}`,
      );
    }
  }
}
