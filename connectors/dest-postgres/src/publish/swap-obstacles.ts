import { normalTypeName } from '../fit.ts';
import type { Queryable } from '../queryable.ts';
import type { StreamPlan } from '../stream-plan.ts';
import type { TargetColumn, TargetTable } from '../target-table.ts';

/**
 * Why a table has to stay the one it is. The rule is that anything that hangs on it keeps it; only what `swap` itself
 * recreates (owner, privileges, comments, indexes, key, unique and check constraints) does not.
 */
export async function obstaclesToSwap(
  db: Queryable,
  plan: StreamPlan,
  target: TargetTable,
  staged: readonly TargetColumn[],
): Promise<readonly string[]> {
  const obstacles: string[] = [];
  if (!target.owned) obstacles.push('it belongs to somebody else');
  if (!sameColumns(plan, target, staged)) obstacles.push('its columns are not those of the stream');
  const { rows } = await db.query<{ obstacle: string }>(obstaclesSql, [target.oid, plan.target.schema]);
  return [...obstacles, ...rows.map(({ obstacle }) => obstacle)];
}

/** In the same order, of the same types: nothing about the table's shape may change by being reloaded. */
function sameColumns(plan: StreamPlan, target: TargetTable, staged: readonly TargetColumn[]): boolean {
  if (target.columns.length !== staged.length) return false;
  return target.columns.every((column, i) => {
    const other = staged[i];
    // Columns that are staged as text get their own type before the swap.
    const planned = plan.columns[i];
    const converted = planned !== undefined && planned.stagingType !== planned.sqlType;
    return (
      other !== undefined &&
      column.name === other.name &&
      normalTypeName(column.type) === normalTypeName(converted ? planned.sqlType : other.type) &&
      column.notNull === other.notNull &&
      (column.collation === other.collation || converted)
    );
  });
}

const obstaclesSql = `WITH t AS (SELECT * FROM pg_class WHERE oid = $1)
  SELECT 'it is unlogged or temporary' AS obstacle FROM t WHERE relpersistence <> 'p'
  UNION ALL SELECT 'it is a partition' FROM t WHERE relispartition
  UNION ALL SELECT 'it is of a composite type' FROM t WHERE reloftype <> 0
  UNION ALL SELECT 'it has storage parameters' FROM t WHERE reloptions IS NOT NULL
      OR EXISTS (SELECT FROM pg_class toast WHERE toast.oid = t.reltoastrelid AND toast.reloptions IS NOT NULL)
  UNION ALL SELECT 'it is in a tablespace' FROM t WHERE reltablespace <> 0
  UNION ALL SELECT 'it has another access method' FROM t JOIN pg_am m ON m.oid = t.relam WHERE m.amname <> 'heap'
  UNION ALL SELECT 'it has a replica identity' FROM t WHERE relreplident <> 'd'
  UNION ALL SELECT 'it has row-level security' FROM t WHERE relrowsecurity OR relforcerowsecurity
      OR EXISTS (SELECT FROM pg_policy WHERE polrelid = $1)
  UNION ALL SELECT 'it inherits, or is inherited from' WHERE EXISTS (SELECT FROM pg_inherits WHERE inhrelid = $1 OR inhparent = $1)
  UNION ALL SELECT 'it has triggers or foreign keys' WHERE EXISTS (SELECT FROM pg_trigger WHERE tgrelid = $1)
      OR EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND (conrelid = $1 OR confrelid = $1))
  UNION ALL SELECT 'it has rules' WHERE EXISTS (SELECT FROM pg_rewrite WHERE ev_class = $1)
  UNION ALL SELECT 'it is published' WHERE EXISTS (
      SELECT FROM pg_publication_tables p JOIN pg_namespace n ON n.nspname = p.schemaname JOIN t ON t.relnamespace = n.oid AND t.relname = p.tablename)
  UNION ALL SELECT 'it is subscribed' WHERE EXISTS (SELECT FROM pg_subscription_rel WHERE srrelid = $1)
  UNION ALL SELECT 'it has extended statistics' WHERE EXISTS (SELECT FROM pg_statistic_ext WHERE stxrelid = $1)
  UNION ALL SELECT 'it has a security label' WHERE EXISTS (SELECT FROM pg_seclabel WHERE objoid = $1 AND classoid = 'pg_class'::regclass)
  UNION ALL SELECT 'it has defaults, identity or generated columns' WHERE EXISTS (SELECT FROM pg_attrdef WHERE adrelid = $1)
      OR EXISTS (SELECT FROM pg_attribute WHERE attrelid = $1 AND attidentity <> '')
  UNION ALL SELECT 'it has column settings' WHERE EXISTS (
      SELECT FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped
         AND (a.attoptions IS NOT NULL OR coalesce(a.attstattarget, -1) <> -1 OR a.attcompression <> '' OR a.attstorage <> y.typstorage))
  UNION ALL SELECT 'it has privileges that others than the owner have granted' FROM t
      WHERE EXISTS (SELECT FROM aclexplode(t.relacl) e WHERE e.grantor <> t.relowner)
         OR EXISTS (SELECT FROM pg_attribute a, aclexplode(a.attacl) e WHERE a.attrelid = t.oid AND e.grantor <> t.relowner)
  UNION ALL SELECT 'the user may not create tables in its schema' WHERE NOT has_schema_privilege($2, 'CREATE')
  UNION ALL SELECT 'it has an index that can not be made anew as it is' WHERE EXISTS (
      SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = $1
         AND (NOT i.indisvalid OR NOT i.indisready OR i.indisclustered OR i.indisreplident OR c.reltablespace <> 0
              OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND coalesce(a.attstattarget, -1) <> -1)))
  UNION ALL SELECT 'it has a constraint of another kind' WHERE EXISTS (
      SELECT FROM pg_constraint WHERE conrelid = $1 AND (contype NOT IN ('p', 'u', 'c', 'x', 'n') OR NOT convalidated))
  UNION ALL SELECT 'it belongs to an extension' WHERE EXISTS (
      SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = $1 AND deptype IN ('e', 'x'))
  UNION ALL SELECT 'other objects depend on it' FROM t WHERE EXISTS (
      SELECT FROM pg_depend d WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = $1
         AND NOT (d.classid = 'pg_class'::regclass AND (d.objid = t.reltoastrelid
                  OR EXISTS (SELECT FROM pg_index i WHERE i.indexrelid = d.objid AND i.indrelid = $1)))
         AND NOT (d.classid = 'pg_class'::regclass AND d.objid = $1)
         AND NOT (d.classid = 'pg_constraint'::regclass AND EXISTS (SELECT FROM pg_constraint k WHERE k.oid = d.objid AND k.conrelid = $1))
         AND NOT (d.classid = 'pg_type'::regclass AND d.objid = t.reltype))
  UNION ALL SELECT 'its row type is used' FROM t JOIN pg_type y ON y.oid = t.reltype WHERE EXISTS (
      SELECT FROM pg_depend d WHERE d.refclassid = 'pg_type'::regclass AND d.refobjid IN (y.oid, y.typarray)
         AND NOT (d.classid = 'pg_type'::regclass AND d.objid = y.typarray))
  UNION ALL SELECT 'other objects depend on its constraints' WHERE EXISTS (
      SELECT FROM pg_depend d JOIN pg_constraint k ON d.refclassid = 'pg_constraint'::regclass AND d.refobjid = k.oid
       WHERE k.conrelid = $1 AND NOT (d.classid = 'pg_class'::regclass AND d.objid = k.conindid))`;
