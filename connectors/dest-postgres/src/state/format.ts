import { ConnectorError } from '@rapidbyte/connector';
import { formatStreamName } from '@rapidbyte/postgres';
import { createSchema } from '../create-schema.ts';
import { takeLock } from '../lock.ts';
import type { Queryable } from '../queryable.ts';
import { inTransaction } from '../transaction.ts';
import { preparationKey } from './advisory-lock.ts';
import type { StateTables } from './tables.ts';

/**
 * What leads from each version of the state tables to the next; 0 is none at all. A change appends a step, and never
 * alters one: whoever has the older tables goes through the same steps as a new database.
 */
const steps: readonly ((tables: StateTables) => readonly string[])[] = [
  ({ stream, receipt }) => [
    `CREATE TABLE ${stream} (
      pipeline text, namespace text, name text, epoch bigint NOT NULL, load_id text NOT NULL, staging text NOT NULL,
      published_rows bigint, published_method text, published_lock_ms float8,
      PRIMARY KEY (pipeline, namespace, name))`,
    // Invariant 9: a receipt is unique per load, stream and unit.
    `CREATE TABLE ${receipt} (
      pipeline text, namespace text, name text, load_id text, unit text, epoch bigint NOT NULL,
      checkpoint_id bigint NOT NULL, rows bigint NOT NULL, bytes bigint NOT NULL,
      position_order bytea, position_incarnation bytea, committed_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (pipeline, namespace, name, load_id, unit))`,
  ],
  // The position, and the table whose rows it stands for; whether the load goes on from it; who loads.
  ({ format, stream }) => [
    `ALTER TABLE ${stream} ADD continues boolean NOT NULL DEFAULT false,
      ADD position_order bytea, ADD position_incarnation bytea, ADD position_schema text, ADD position_table text,
      ADD holder text NOT NULL DEFAULT '', ADD begun_at timestamptz`,
    `CREATE TABLE ${format} (version int PRIMARY KEY)`,
    `INSERT INTO ${format} VALUES (0)`,
  ],
];

/** The version that this program writes. */
export const stateVersion = steps.length;

/**
 * The version that is there; 0 where nothing is.
 *
 * @throws {ConnectorError} `state_version_unknown` if the tables don't say
 */
export async function readStateVersion(db: Queryable, tables: StateTables): Promise<number> {
  const { rows } = await db.query<{ named: boolean; stream: boolean; receipt: boolean }>(
    'SELECT to_regclass($1) IS NOT NULL AS named, to_regclass($2) IS NOT NULL AS stream, to_regclass($3) IS NOT NULL AS receipt',
    [tables.format, tables.stream, tables.receipt],
  );
  // Version 1 did not say so yet.
  if (rows[0]?.named !== true) return rows[0]?.stream === true && rows[0].receipt ? 1 : 0;
  const named = await db.query<{ version: number }>(`SELECT version FROM ${tables.format}`);
  const [only, ...others] = named.rows;
  if (only === undefined || others.length > 0) throw new ConnectorError(unknownVersion('none', tables.schema));
  return only.version;
}

/**
 * Makes schema and tables, or brings older ones up to date. Several processes may do so at once.
 *
 * @throws {ConnectorError} `state_version_unknown`
 */
export async function prepareState(db: Queryable, tables: StateTables, lockTimeoutMs: number): Promise<void> {
  const found = await readStateVersion(db, tables);
  requireKnownVersion(found, tables.schema);
  if (found === stateVersion) return;
  await inTransaction(db, async () => {
    // CREATE … IF NOT EXISTS fails when two sessions do it at the same moment.
    const turn = `SELECT pg_advisory_xact_lock(${preparationKey(tables.schema).join(', ')})`;
    await takeLock(db, turn, 'the state of loads', lockTimeoutMs);
    await createSchema(db, tables.schema);
    // Again, under the lock.
    const version = await readStateVersion(db, tables);
    requireKnownVersion(version, tables.schema);
    if (version > 0) {
      const lock = `LOCK TABLE ${tables.stream}, ${tables.receipt} IN ACCESS EXCLUSIVE MODE`;
      await takeLock(db, lock, 'the state of loads', lockTimeoutMs);
    }
    for (const step of steps.slice(version)) for (const sql of step(tables)) await db.query(sql);
    await db.query(`UPDATE ${tables.format} SET version = $1`, [stateVersion]);
  });
}

/** @throws {ConnectorError} `state_version_unknown`: what a newer program has written is not guessed at */
export function requireKnownVersion(version: number, stateSchema: string): void {
  if (version <= stateVersion) return;
  throw new ConnectorError(unknownVersion(version, stateSchema));
}

export function unknownVersion(version: number | 'none', stateSchema: string) {
  const schema = formatStreamName({ namespace: '', name: stateSchema });
  return {
    code: 'state_version_unknown',
    category: 'config',
    message: `the state of loads in the schema ${schema} has version ${version}; this Rapidbyte knows versions up to ${stateVersion}`,
    path: 'staging_schema',
    hint: 'use the newer Rapidbyte that wrote it, or set another staging_schema, where every stream begins anew',
  } as const;
}
