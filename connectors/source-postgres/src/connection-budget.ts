import type { ConnectionBudget } from '@rapidbyte/connector';
import type { Connection } from '@rapidbyte/postgres';

/**
 * Backends of other roles show their role and database to everyone, their kind only to some: where it is hidden, a backend
 * with a role counts as a client's.
 */
const budgetSql = (serverVersion: number): string => `
SELECT least(
    current_setting('max_connections')::int - used.total - CASE WHEN r.rolsuper THEN 0 ELSE
      current_setting('superuser_reserved_connections')::int
      ${serverVersion >= 160_000 ? "+ current_setting('reserved_connections')::int" : ''} END,
    CASE WHEN r.rolconnlimit >= 0 AND NOT r.rolsuper THEN r.rolconnlimit - used.role END,
    CASE WHEN d.datconnlimit >= 0 AND NOT r.rolsuper THEN d.datconnlimit - used.database END
  ) AS free
FROM pg_roles r, pg_database d, LATERAL (
  SELECT count(*)::int AS total,
    count(*) FILTER (WHERE a.usesysid = r.oid)::int AS role,
    count(*) FILTER (WHERE a.datid = d.oid)::int AS database
  FROM pg_stat_activity a
  WHERE a.usesysid IS NOT NULL AND coalesce(a.backend_type, 'client backend') = 'client backend'
) AS used
WHERE r.rolname = session_user AND d.datname = current_database()`;

/** What the server would still give to this user, with the one connection that asks. */
export async function connectionBudget(connection: Connection): Promise<ConnectionBudget> {
  const { rows } = await connection.client.query<{ free: number }>(budgetSql(connection.serverVersionNumber));
  return { spare: Math.max(0, rows[0]?.free ?? 0) + 1, perProcess: 1, perSession: 1 };
}
