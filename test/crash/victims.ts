import { Client } from 'pg';
import { children, commandLine } from '../support/proc.ts';
import type { PostgresServer } from '../support/postgres-server.ts';

/** Who may be killed in a run. The first process of a side is the one that has prepared the load. */
export const victims = [
  'host',
  'planner',
  'source worker',
  'first destination',
  'destination worker',
  'source backend',
  'destination backend',
  'source server',
  'destination server',
] as const;

export type Victim = (typeof victims)[number];

/**
 * Kills it: a process by SIGKILL, one connection's backend as an administrator would, a server with all of its backends.
 * @returns false where it is not there: the run has not started it yet, or it has ended
 */
export async function kill(
  victim: Victim,
  hostPid: number,
  servers: { readonly source: PostgresServer; readonly destination: PostgresServer },
): Promise<boolean> {
  switch (victim) {
    case 'host':
      return killProcess(hostPid);
    case 'planner':
      return killProcess(processes(hostPid, 'source-postgres')[0]);
    case 'source worker':
      return killProcess(processes(hostPid, 'source-postgres')[1]);
    case 'first destination':
      return killProcess(processes(hostPid, 'dest-postgres')[0]);
    case 'destination worker':
      return killProcess(processes(hostPid, 'dest-postgres')[1]);
    case 'source backend':
      return endBackend(servers.source);
    case 'destination backend':
      return endBackend(servers.destination);
    case 'source server':
      await servers.source.stopImmediate();
      return true;
    case 'destination server':
      await servers.destination.stopImmediate();
      return true;
  }
}

/** The connector's processes in the order in which they were started. */
export function processes(hostPid: number, connector: string): readonly number[] {
  return children(hostPid)
    .filter((pid) => commandLine(pid).includes(connector))
    .sort((a, b) => a - b);
}

function killProcess(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

/** Of any connection of the run; the server has no other ones. */
async function endBackend({ url }: PostgresServer): Promise<boolean> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'rapidbyte%' ORDER BY random() LIMIT 1`,
    );
    return rowCount === 1;
  } finally {
    await client.end();
  }
}
