import type { Problem, StreamSpec } from '@rapidbyte/connector';
import { formatStreamName, type Connection } from '@rapidbyte/postgres';
import type { DestinationConfig } from './config.ts';
import type { Queryable } from './queryable.ts';
import { formatTarget, targetOf, type Target } from './target.ts';
import type { TargetTable } from './target-table.ts';

/** From this version on the binary form of arrays and composites of user-defined types is read by any server. */
const oldestServer = 140_000;

/** Nothing can be written to a standby, or by a role that is set to read only. */
export async function serverProblems(connection: Connection): Promise<Problem[]> {
  const problems: Problem[] = [];
  const { rows } = await connection.client.query<{ standby: boolean; readonly: string }>(
    `SELECT pg_is_in_recovery() AS standby, current_setting('default_transaction_read_only') AS readonly`,
  );
  if (connection.serverVersionNumber < oldestServer) {
    problems.push({
      severity: 'error',
      category: 'config',
      code: 'server_too_old',
      message: `the server has PostgreSQL ${connection.serverVersion}; 14 is the oldest that can be written to`,
      hint: 'use a newer server',
    });
  }
  const server = `PostgreSQL at ${connection.context.server ?? 'the server'}`;
  if (rows[0]?.standby === true) {
    problems.push({
      severity: 'error',
      category: 'config',
      code: 'server_read_only',
      message: `${server} is a standby: nothing can be written to it`,
      hint: 'connect to the primary',
    });
  }
  if (connection.serverEncoding === 'SQL_ASCII') {
    problems.push({
      severity: 'warning',
      category: 'config',
      code: 'server_encoding',
      message: `${server} has the encoding SQL_ASCII: texts are stored as UTF-8 bytes, and are not checked`,
      hint: 'use a database with the encoding UTF8',
    });
  } else if (connection.serverEncoding !== 'UTF8') {
    problems.push({
      severity: 'warning',
      category: 'config',
      code: 'server_encoding',
      message: `${server} has the encoding ${connection.serverEncoding}: a load fails at the first character that it lacks`,
      hint: 'use a database with the encoding UTF8',
    });
  }
  return problems;
}

/** Privileges on the database and on schemas. */
export async function placeProblems(
  db: Queryable,
  config: DestinationConfig,
  specs: readonly StreamSpec[],
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const schemas = new Set(specs.map((spec) => targetOf(spec.name, config.schema).schema));
  for (const schema of [config.stagingSchema, ...schemas]) {
    const { rows } = await db.query<{ exists: boolean; make: boolean; use: boolean; database: string }>(
      `SELECT n.oid IS NOT NULL AS exists, has_database_privilege(current_database(), 'CREATE') AS make,
              n.oid IS NULL OR (has_schema_privilege(n.oid, 'CREATE') AND has_schema_privilege(n.oid, 'USAGE')) AS use,
              current_database() AS database
         FROM (SELECT) one LEFT JOIN pg_namespace n ON n.nspname = $1`,
      [schema],
    );
    const found = rows[0];
    if (found === undefined) continue;
    const name = formatStreamName({ namespace: '', name: schema });
    const user = formatStreamName({ namespace: '', name: config.connection.user });
    const path =
      schema === config.stagingSchema ? 'staging_schema' : config.schema === undefined ? undefined : 'schema';
    const add = (message: string, hint: string): void => {
      problems.push({
        severity: 'error',
        category: 'permission',
        code: 'permission_denied',
        message,
        hint,
        ...(path === undefined ? {} : { path }),
      });
    };
    if (!found.exists && !found.make) {
      add(
        `the schema ${name} does not exist, and the user may not create it`,
        `CREATE SCHEMA ${name} AUTHORIZATION ${user}; or GRANT CREATE ON DATABASE ${formatStreamName({ namespace: '', name: found.database })} TO ${user};`,
      );
    } else if (found.exists && !found.use && (await needsNewTable(db, config, specs, schema))) {
      add(`the user may not create tables in the schema ${name}`, `GRANT USAGE, CREATE ON SCHEMA ${name} TO ${user};`);
    }
  }
  return problems;
}

/** Whether anything has to be made in the schema; existing targets can be written to without. */
async function needsNewTable(
  db: Queryable,
  config: DestinationConfig,
  specs: readonly StreamSpec[],
  schema: string,
): Promise<boolean> {
  if (schema === config.stagingSchema) return true;
  const tables = specs.map((spec) => targetOf(spec.name, config.schema)).filter((target) => target.schema === schema);
  const { rows } = await db.query<{ count: string }>(
    `SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relname = ANY ($2) AND has_schema_privilege(n.oid, 'USAGE')`,
    [schema, tables.map(({ table }) => table)],
  );
  return Number(rows[0]?.count) < tables.length;
}

/** Privileges on an existing target, and what else keeps the write mode from working there. */
export function tablePrivilegeProblems(
  spec: StreamSpec,
  target: Target,
  table: TargetTable,
  config: DestinationConfig,
): Problem[] {
  const problems: Problem[] = [];
  const where = formatTarget(target);
  const add = (code: string, category: Problem['category'], message: string, hint: string): void => {
    problems.push({
      severity: 'error',
      category,
      code,
      message: `stream ${formatStreamName(spec.name)}: ${message}`,
      hint,
      stream: spec.name,
    });
  };
  if (table.kind !== 'r' && table.kind !== 'p') return problems;
  const replaces = spec.writeMode === 'replace';
  const deletes = replaces && (config.replaceMethod === 'delete' || table.kind === 'p');
  const needed = [
    ...(table.canInsert ? [] : ['INSERT']),
    ...(spec.writeMode !== 'upsert' || table.canUpdate ? [] : ['UPDATE']),
    ...(spec.writeMode !== 'upsert' || table.canSelect ? [] : ['SELECT']),
    ...(replaces && !deletes && !table.canTruncate ? ['TRUNCATE'] : []),
    ...(deletes && !table.canDelete ? ['DELETE'] : []),
  ];
  if (needed.length > 0) {
    const user = formatStreamName({ namespace: '', name: config.connection.user });
    add(
      'permission_denied',
      'permission',
      `the user may not ${needed.join(' and ')} in ${where}`,
      `GRANT ${needed.join(', ')} ON ${where} TO ${user};`,
    );
  }
  if (table.rowSecurity) {
    add(
      'row_security',
      'permission',
      `row-level security of ${where} applies to the user, so that not every row would be seen or written`,
      'use the owner of the table, or a role with BYPASSRLS',
    );
  }
  if (!replaces) return problems;
  for (const key of table.referencedBy) {
    if (deletes && !key.canWait) {
      add(
        'foreign_key_in_the_way',
        'schema',
        `the foreign key ${JSON.stringify(key.name)} of ${key.table} refers to ${where} and can't wait for the new rows`,
        `make it DEFERRABLE with ON DELETE NO ACTION${table.kind === 'p' ? '' : ', or use replace_method auto'}`,
      );
    } else if (!deletes && !key.owned) {
      add(
        'foreign_key_in_the_way',
        'permission',
        `the foreign key ${JSON.stringify(key.name)} of ${key.table} refers to ${where}, and the user does not own ${key.table}`,
        'use a user that owns both tables, as the key is checked anew against the new rows',
      );
    }
  }
  return problems;
}
