import { ConnectorError, type StreamName } from '@rapidbyte/connector';
import { formatStreamName, quoteQualified, type Connection } from '@rapidbyte/postgres';
import { listRelations } from '../catalog/relations.ts';
import { lockTimeoutMs } from './timeouts.ts';

/** By which statement a relation can be locked. */
export type LockKind = 'table' | 'select';

export function lockSql(kind: LockKind, { namespace, name }: StreamName): string {
  const table = quoteQualified(namespace, name);
  // Without a column, SELECT wants a right to any one of them.
  return kind === 'table' ? `LOCK TABLE ${table} IN ACCESS SHARE MODE` : `SELECT FROM ${table} LIMIT 0`;
}

/**
 * Locks the streams in the transaction that is open, each as it can be.
 *
 * @throws {ConnectorError} of the stream that can't be
 */
export async function lockEach(
  connection: Connection,
  streams: readonly StreamName[],
): Promise<ReadonlyMap<string, LockKind>> {
  const found = new Map(
    (await listRelations(connection, streams)).map((relation) => [formatStreamName(relation), relation.kind]),
  );
  const locks = new Map<string, LockKind>();
  for (const stream of streams) {
    const name = formatStreamName(stream);
    const kind = found.get(name);
    locks.set(name, await lock(connection, stream, kind !== undefined && ['r', 'p', 'v'].includes(kind)));
  }
  return locks;
}

async function lock(connection: Connection, stream: StreamName, tryTable: boolean): Promise<LockKind> {
  const { client } = connection;
  try {
    if (tryTable) {
      try {
        await client.query(`SAVEPOINT stream; ${lockSql('table', stream)}; RELEASE SAVEPOINT stream`);
        return 'table';
      } catch (error) {
        // A view's owner may lack a privilege that LOCK wants and SELECT does not, and LOCK takes no right to columns.
        if (sqlState(error) !== '42501') throw error;
        await client.query('ROLLBACK TO SAVEPOINT stream; RELEASE SAVEPOINT stream');
      }
    }
    await client.query(lockSql('select', stream));
    return 'select';
  } catch (error) {
    throw lockFailed(connection, error, formatStreamName(stream));
  }
}

export function lockFailed(connection: Connection, error: unknown, stream: string): ConnectorError {
  if (sqlState(error) !== '55P03') return connection.translate(error, stream);
  return new ConnectorError({
    code: 'lock_not_available',
    category: 'transient',
    message: `${stream} stayed locked by another transaction for ${lockTimeoutMs / 1000} s`,
    hint: 'run again when it is over; pg_blocking_pids() and pg_stat_activity show who holds the lock or waits for it',
    stream,
    cause: error,
  });
}

export function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
