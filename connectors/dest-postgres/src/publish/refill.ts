import { pipeline } from 'node:stream/promises';
import { quoteIdentifier, quoteLiteral } from '@rapidbyte/postgres';
import copyStreams from 'pg-copy-streams';
import { columnLists } from '../insert-rows.ts';
import { takeLock } from '../lock.ts';
import { formatTarget, sqlName } from '../target.ts';
import type { ForeignKey, TargetTable } from '../target-table.ts';
import { checkCount, confirmTarget, dropStaging, type Outcome, type PublishJob } from './job.ts';

/**
 * TRUNCATE, then COPY FREEZE from staging, under an exclusive lock: the table keeps its OID and everything that hangs
 * on it.
 *
 * Not INSERT … SELECT: statements that took their snapshot before they waited for the lock (COPY, EXECUTE, REFRESH
 * MATERIALIZED VIEW, STABLE functions, repeatable read) would then find the table empty. Frozen rows are seen by every
 * snapshot. Measured in docs/decisions/20261123-replace.md.
 */
export async function refill(job: PublishJob, target: TargetTable): Promise<Outcome> {
  const { db, config, plan } = job;
  const name = sqlName(plan.target);
  const children = target.referencedBy.map(({ table }) => table);
  const lock = `LOCK TABLE ${['ONLY '.concat(name), ...new Set(children)].join(', ')} IN ACCESS EXCLUSIVE MODE`;
  const lockedSince = await takeLock(db, lock, formatTarget(plan.target), config.lockTimeoutMs);
  await confirmTarget(job, target);
  // TRUNCATE refuses tables that others refer to, whatever comes after it.
  for (const key of target.referencedBy) {
    await db.query(`ALTER TABLE ${key.table} DROP CONSTRAINT ${quoteIdentifier(key.name)}`);
  }
  await db.query(`TRUNCATE ONLY ${name}`);
  await copyFrozen(job, target);
  // Checks the rows that refer to the table against the new ones; a row left without its counterpart undoes it all.
  for (const key of target.referencedBy) await restoreForeignKey(job, key);
  await dropStaging(job);
  return { method: 'truncate and copy', lockedSince };
}

async function restoreForeignKey({ db }: PublishJob, key: ForeignKey): Promise<void> {
  const name = quoteIdentifier(key.name);
  await db.query(`ALTER TABLE ${key.table} ADD CONSTRAINT ${name} ${key.definition}`);
  if (key.comment === null) return;
  await db.query(`COMMENT ON CONSTRAINT ${name} ON ${key.table} IS ${quoteLiteral(key.comment)}`);
}

/** From a second connection, as one can't read and write COPY at once. */
async function copyFrozen(job: PublishJob, target: TargetTable): Promise<void> {
  const { columns, values } = columnLists(job.plan, target);
  const into = `${sqlName(job.plan.target)}${columns === '' ? '' : ` (${columns})`}`;
  await job.connections.use(async ({ client }) => {
    const input = job.db.query(copyStreams.from(`COPY ${into} FROM STDIN (FORMAT binary, FREEZE)`));
    const output = client.query(
      copyStreams.to(`COPY (SELECT ${values} FROM ${sqlName(job.staging)}) TO STDOUT (FORMAT binary)`),
    );
    await pipeline(output, input);
    checkCount(job, input.rowCount);
  });
}
