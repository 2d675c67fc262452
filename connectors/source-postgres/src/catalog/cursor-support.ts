import type { Connection } from '@rapidbyte/postgres';

/** What a table's indexes do for an incremental read. */
export interface CursorSupport {
  /** No two rows have the same cursor; as far as an index says so. */
  readonly cursorUnique: boolean;
  /** No two rows have the same cursor and tie-breaker; as far as an index says so. */
  readonly togetherUnique: boolean;
  /** Every table of the stream that can have one has an index that begins with the cursor, in the order wanted. */
  readonly indexed: boolean;
}

export interface CursorQuestion {
  /** OID. */
  readonly relation: number;
  readonly cursor: string;
  readonly tieBreaker?: string;
  /** The order wanted is that of the collation "C", which is not the column's. */
  readonly collate: boolean;
}

// A unique index of a table that others inherit from holds for that table alone; of a partitioned one it holds for all.
// Sorted DESC, an index is read backwards. What it says of NULLs must be what ORDER BY says.
const supportSql = `
WITH RECURSIVE w AS (
  SELECT * FROM unnest($1::oid[], $2::text[], $3::text[], $4::bool[]) WITH ORDINALITY AS w(relation, cursor, tie, collated, place)
), tree(place, oid) AS (
  SELECT place, relation FROM w
  UNION
  SELECT t.place, i.inhrelid FROM tree t JOIN pg_inherits i ON i.inhparent = t.oid
)
SELECT
  unique_by.cursor AS "cursorUnique", unique_by.together AS "togetherUnique",
  NOT EXISTS (
    SELECT FROM tree t
    JOIN pg_class c ON c.oid = t.oid AND c.relkind IN ('r', 'm')
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = w.cursor
    WHERE t.place = w.place AND NOT EXISTS (
      SELECT FROM pg_index i
      JOIN pg_class ic ON ic.oid = i.indexrelid
      JOIN pg_am am ON am.oid = ic.relam
      JOIN pg_opclass o ON o.oid = i.indclass[0]
      WHERE i.indrelid = t.oid AND i.indisvalid AND i.indisready AND i.indpred IS NULL AND am.amname = 'btree' AND o.opcdefault
        AND i.indkey[0] = a.attnum AND i.indoption[0] & 3 IN (0, 3)
        AND i.indcollation[0] = CASE WHEN w.collated THEN (
          SELECT co.oid FROM pg_collation co
          WHERE co.collname = 'C' AND co.collnamespace = 'pg_catalog'::regnamespace AND co.collencoding = -1) ELSE a.attcollation END)
  ) AS indexed
FROM w CROSS JOIN LATERAL (
  SELECT coalesce(bool_or(keys <@ ARRAY[w.cursor]), false) AS cursor,
    coalesce(bool_or(keys <@ ARRAY[w.cursor, w.tie]), false) AS together
  FROM (
    SELECT ARRAY(
      SELECT a.attname::text FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
      LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE k.place <= i.indnkeyatts) AS keys
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    WHERE i.indrelid = w.relation AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
      AND (c.relkind <> 'r' OR NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhparent = c.oid))
  ) AS keyed
) AS unique_by
ORDER BY w.place`;

/** In one round trip, one answer a question. */
export async function cursorSupport(
  { client }: Connection,
  questions: readonly CursorQuestion[],
): Promise<readonly CursorSupport[]> {
  const { rows } = await client.query<CursorSupport>({
    text: supportSql,
    values: [
      questions.map(({ relation }) => relation),
      questions.map(({ cursor }) => cursor),
      questions.map(({ tieBreaker }) => tieBreaker ?? null),
      questions.map(({ collate }) => collate),
    ],
  });
  return rows;
}
