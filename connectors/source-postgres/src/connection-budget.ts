import type { ConnectionBudget } from '@rapidbyte/connector';
import { spareConnections, type Connection } from '@rapidbyte/postgres';

/** A process keeps one connection for requests, or for what a plan holds. */
export async function connectionBudget({ client }: Connection): Promise<ConnectionBudget> {
  return { spare: await spareConnections(client), perProcess: 1, perSession: 1 };
}
