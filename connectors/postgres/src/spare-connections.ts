/** The part of a `pg` client that is needed. */
interface Queryable {
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what it selects, as with `pg`
  query<Row extends Record<string, unknown>>(sql: string): Promise<{ readonly rows: Row[] }>;
}

/**
 * A null is no limit. What superusers keep in reserve is not for loads, not even for a superuser's. Other users' sessions do
 * not show their backend_type to everyone. The connection that asks counts as spare.
 */
const spareSql = `WITH used AS (
    SELECT datid, usesysid FROM pg_stat_activity
     WHERE datid IS NOT NULL AND usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend')
  SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
       - coalesce(current_setting('reserved_connections', true)::int, 0) - (SELECT count(*) FROM used)::int + 1 AS server,
    CASE WHEN rolconnlimit >= 0 AND NOT rolsuper
      THEN rolconnlimit - (SELECT count(*) FROM used WHERE usesysid = r.oid)::int + 1 END AS role,
    CASE WHEN datconnlimit >= 0 AND NOT rolsuper
      THEN datconnlimit - (SELECT count(*) FROM used WHERE datid = d.oid)::int + 1 END AS database
    FROM pg_roles r, pg_database d WHERE r.rolname = session_user AND d.datname = current_database()`;

/** Connections that the server, the user and the database have left. */
export async function spareConnections(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ server: number; role: number | null; database: number | null }>(spareSql);
  const limits = rows.flatMap(({ server, role, database }) => [server, role ?? server, database ?? server]);
  return Math.max(0, Math.min(...limits));
}
