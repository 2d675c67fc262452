import type { StreamName } from '@rapidbyte/connector';
import type { Connection } from '@rapidbyte/postgres';
import type { RelationKind } from '../catalog/relations.ts';

/** A table of a stream's tree that holds rows itself; the root is one unless it is partitioned. */
export interface SurveyedTable {
  readonly oid: number;
  readonly namespace: string;
  readonly name: string;
  readonly kind: RelationKind;
  readonly filenode: number;
  /** Access method; null where the kind has none. */
  readonly method: string | null;
  /** Of the heap. */
  readonly blocks: number;
  /** With TOAST. */
  readonly bytes: number;
  readonly rows: number;
  /** USAGE on the schema and SELECT on the whole table. */
  readonly readable: boolean;
  /** Row-level security would hide rows from this user if it is read by itself. */
  readonly rowSecurity: boolean;
  /** Columns with which a btree index begins that covers every row, in the order of `<`. */
  readonly indexed: readonly string[];
}

export interface SurveyedColumn {
  readonly name: string;
  /** pg_type.typname, a domain's base type; '' where it is no base type of pg_catalog. */
  readonly type: string;
  readonly selectable: boolean;
}

export interface Survey {
  readonly root: SurveyedTable;
  readonly tables: readonly SurveyedTable[];
  readonly columns: readonly SurveyedColumn[];
  /** MD5 of the OIDs of all tables under the root, as a session computes it. */
  readonly partitions: string;
}

/** Current, whatever snapshot the transaction reads by. */
export const partitionsSql = (root: string): string =>
  `(SELECT md5(coalesce(string_agg(relid::oid::text, ',' ORDER BY relid::oid), '')) FROM pg_partition_tree(${root}::oid::regclass))`;

/** Detached concurrently, and not part of the table for new snapshots; since PostgreSQL 14. */
const pendingVersion = 140_000;

const surveySql = (serverVersion: number): string => `
WITH RECURSIVE root AS (
  SELECT w.place, c.oid
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS w(namespace, name, place)
  JOIN pg_namespace n ON n.nspname = w.namespace
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.name
), tree(place, root, oid) AS (
  SELECT place, oid, oid FROM root
  UNION
  SELECT t.place, t.root, i.inhrelid FROM tree t JOIN pg_inherits i ON i.inhparent = t.oid
  ${serverVersion >= pendingVersion ? 'WHERE NOT i.inhdetachpending' : ''}
)
SELECT t.place::int4 AS place, c.oid, n.nspname AS namespace, c.relname AS name, c.relkind AS kind,
  coalesce(pg_relation_filenode(c.oid), 0) AS filenode,
  (SELECT am.amname FROM pg_am am WHERE am.oid = c.relam) AS method,
  size.heap / current_setting('block_size')::float8 AS blocks, size.heap + size.toast AS bytes,
  CASE WHEN c.reltuples <= 0 OR c.relpages <= 0 THEN size.heap / 100
    ELSE c.reltuples::float8 * size.heap / (c.relpages * current_setting('block_size')::float8) END AS rows,
  has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable,
  row_security_active(c.oid) AS "rowSecurity",
  ARRAY(
    SELECT a.attname::text
    FROM pg_index i
    JOIN pg_class ic ON ic.oid = i.indexrelid
    JOIN pg_am am ON am.oid = ic.relam
    JOIN pg_opclass o ON o.oid = i.indclass[0]
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    WHERE i.indrelid = c.oid AND i.indisvalid AND i.indisready AND i.indpred IS NULL AND am.amname = 'btree'
      AND o.opcdefault AND i.indcollation[0] IN (0, a.attcollation)
  ) AS indexed,
  CASE WHEN t.oid = t.root THEN (
    SELECT jsonb_agg(jsonb_build_object(
      'name', a.attname,
      'type', CASE WHEN y.oid < 16384 AND y.typtype = 'b' AND y.typnamespace = 'pg_catalog'::regnamespace
        AND NOT (y.typelem <> 0 AND y.typlen = -1) THEN y.typname ELSE '' END,
      'selectable', has_column_privilege(c.oid, a.attnum, 'SELECT')) ORDER BY a.attnum)
    FROM pg_attribute a
    JOIN pg_type u ON u.oid = a.atttypid
    JOIN pg_type y ON y.oid = CASE WHEN u.typtype = 'd' THEN u.typbasetype ELSE u.oid END
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) END AS columns,
  CASE WHEN t.oid = t.root THEN ${partitionsSql('c.oid')} END AS partitions
FROM tree t
JOIN pg_class c ON c.oid = t.oid
JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
  SELECT coalesce(pg_relation_size(c.oid), 0)::float8 AS heap,
    CASE WHEN c.reltoastrelid = 0 THEN 0 ELSE coalesce(pg_relation_size(c.reltoastrelid), 0)::float8 END AS toast
) AS size
ORDER BY t.place, t.oid <> t.root, t.oid`;

/**
 * What there is to cut, in one round trip, for each stream that exists. To be asked once the tables are locked and the
 * snapshot is taken: every row of it then lies in the blocks that are counted here.
 */
export async function survey(connection: Connection, streams: readonly StreamName[]): Promise<(Survey | undefined)[]> {
  type Row = SurveyedTable & {
    readonly place: number;
    readonly columns: readonly SurveyedColumn[] | null;
    readonly partitions: string | null;
  };
  const { rows } = await connection.client.query<Row>({
    text: surveySql(connection.serverVersionNumber),
    values: [streams.map(({ namespace }) => namespace), streams.map(({ name }) => name)],
  });
  return streams.map((_, index) => {
    const tree = rows.filter(({ place }) => place === index + 1);
    const [root] = tree;
    if (root === undefined) return undefined;
    return {
      root,
      tables: tree.filter(({ kind }) => ['r', 'v', 'm', 'f'].includes(kind)),
      columns: root.columns ?? [],
      partitions: root.partitions ?? '',
    };
  });
}
