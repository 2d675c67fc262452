import { quoteIdentifier, quoteQualified, type Connection } from '@rapidbyte/postgres';
import type { KeyAxis, RangeType } from './key-axis.ts';

/** Boundaries per unit: so many that a later plan with smaller units finds some, and uneven sampling evens out. */
const boundariesPerUnit = 4;
const maxBoundaries = 2_000;
/** Sampled rows per boundary: with 25 a unit of four is off by about a tenth. */
const rowsPerBoundary = 25;
/** Rows of a block are neighbours, often in key order too: few blocks would show only a few places of the key. */
const blocksPerBoundary = 2;
/** Units' tokens hold boundaries. A longer text is cut off, any other longer value is not made one. */
const maxBoundaryCharacters = 64;

export interface Sampled {
  readonly namespace: string;
  readonly name: string;
  /** Without its descendants. */
  readonly only: boolean;
  readonly blocks: number;
  readonly bytes: number;
  readonly rows: number;
}

/** The part of a table's blocks to look at, in percent. */
export function samplePercent(table: Sampled, boundaries: number): number {
  const byRows = (boundaries * rowsPerBoundary) / Math.max(1, table.rows);
  const byBlocks = (boundaries * blocksPerBoundary) / Math.max(1, table.blocks);
  return Math.min(100, 100 * Math.max(byRows, byBlocks));
}

interface Row {
  readonly nulls: number;
  readonly boundaries: readonly string[];
  /** By slot, as width_bucket counts. */
  readonly counts: Readonly<Record<string, number>>;
}

const none: Row = { nulls: 0, boundaries: [], counts: {} };

/** Cuts the column's values where a sample says that about equally many rows lie between; sorted by the server. */
export async function sampleAxis(
  connection: Connection,
  table: Sampled,
  column: string,
  type: RangeType,
  unitBytes: number,
): Promise<KeyAxis> {
  const units = Math.ceil(table.bytes / unitBytes);
  const count = Math.min(maxBoundaries, Math.max(boundariesPerUnit, boundariesPerUnit * units));
  const key = quoteIdentifier(column);
  const textual = type === 'text' || type === 'varchar' || type === 'bpchar';
  const value = textual ? `pg_catalog.left(k, ${maxBoundaryCharacters})` : 'k';
  const name = quoteQualified(table.namespace, table.name);
  // Ranks among the sampled. A bare name in ORDER BY would be the output's, and sort the texts of numbers.
  const sql = `
WITH sampled AS MATERIALIZED (
  SELECT ${key}::pg_catalog.${textual ? 'text' : type} AS k FROM ${table.only ? 'ONLY ' : ''}${name} TABLESAMPLE SYSTEM (${samplePercent(table, count)}) REPEATABLE (1)
), ranked AS (
  SELECT k, row_number() OVER (ORDER BY k) AS place, count(*) OVER () AS total FROM sampled WHERE k IS NOT NULL
), chosen AS (
  SELECT DISTINCT ${value} AS boundary FROM ranked
  WHERE (place * ${count}) / total > ((place - 1) * ${count}) / total AND place > 1
    ${textual ? '' : `AND length(k::text) <= ${maxBoundaryCharacters}`}
), counted AS (
  SELECT width_bucket.slot, count(*) AS rows
  FROM ranked CROSS JOIN LATERAL (
    SELECT pg_catalog.width_bucket(k, (SELECT array_agg(boundary ORDER BY boundary) FROM chosen)) AS slot
  ) AS width_bucket GROUP BY 1
)
SELECT (SELECT count(*) FROM sampled WHERE k IS NULL)::float8 AS nulls,
  ARRAY(SELECT c.boundary::text FROM chosen c ORDER BY c.boundary) AS boundaries,
  coalesce((SELECT jsonb_object_agg(coalesce(slot, 0), rows) FROM counted), '{}') AS counts`;
  const [found = none] = await withinSavepoint<Row>(connection, sql);
  const counts = [found.nulls, ...Array.from({ length: found.boundaries.length + 1 }, (_, i) => found.counts[i] ?? 0)];
  const total = counts.reduce((sum, one) => sum + one, 0);
  return {
    column,
    type,
    boundaries: found.boundaries,
    shares: counts.map((one) => (total === 0 ? 1 / counts.length : one / total)),
  };
}

/** What fails inside must not end the transaction, which is the planner's. */
async function withinSavepoint<Result>(connection: Connection, sql: string): Promise<readonly Result[]> {
  try {
    const answers: unknown = await connection.client.query(`SAVEPOINT sample; ${sql}; RELEASE SAVEPOINT sample`);
    return (answers as readonly { readonly rows: readonly Result[] }[])[1]?.rows ?? [];
  } catch (error) {
    if (connection.alive) await connection.client.query('ROLLBACK TO SAVEPOINT sample; RELEASE SAVEPOINT sample');
    throw error;
  }
}
