import type { Connection } from '@rapidbyte/postgres';
import * as z from 'zod';
import type { Relation } from '../catalog/relations.ts';
import { orderedColumns, type Ordering } from './ordering.ts';

/** Version of what a position's bytes mean. */
const format = 1;

export const incarnation = z.object({
  format: z.literal(format),
  /** pg_control_system's system_identifier; where that can't be read, the address. */
  system: z.string(),
  /** Goes up by one where a server is promoted or restored to an earlier state; null: it can't be read. */
  timeline: z.number().nullable(),
  /** OIDs. */
  database: z.number(),
  relation: z.number(),
  /** Name, pg_attribute.attnum, pg_type.typname, of the cursor and the tie-breaker. */
  columns: z.array(z.tuple([z.string(), z.number(), z.string()])),
});

/** To what history a position belongs. */
export type Incarnation = z.infer<typeof incarnation>;

/** What a server is, to its positions. */
export type System = Pick<Incarnation, 'system' | 'timeline' | 'database'>;

export async function identifySystem({ client, context }: Connection): Promise<System> {
  const {
    rows: [{ database, mayRead } = { database: 0, mayRead: false }],
  } = await client.query<{ database: number; mayRead: boolean }>(`
    SELECT d.oid AS database, has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')
      AND has_function_privilege('pg_catalog.pg_control_checkpoint()', 'EXECUTE') AS "mayRead"
    FROM pg_database d WHERE d.datname = current_database()`);
  if (!mayRead) return { system: `server ${context.server}`, timeline: null, database };
  const {
    rows: [{ system, timeline } = { system: '', timeline: null }],
  } = await client.query<{ system: string; timeline: number }>(
    'SELECT s.system_identifier::text AS system, c.timeline_id AS timeline FROM pg_control_system() s, pg_control_checkpoint() c',
  );
  return { system, timeline, database };
}

export function incarnationOf(system: System, relation: Relation, ordering: Ordering): Incarnation {
  return {
    format,
    ...system,
    relation: relation.oid,
    columns: orderedColumns(ordering).map(({ name, number, codec }) => [name, number, codec.type]),
  };
}

export function encodeIncarnation(value: Incarnation): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

/** Undefined if it is none of ours, or of a newer format. */
export function decodeIncarnation(bytes: Uint8Array): Incarnation | undefined {
  try {
    const parsed = incarnation.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** In what a position's history is another one than ours, for people; undefined if it is the same. */
export function difference(theirs: Incarnation, ours: Incarnation): string | undefined {
  if (theirs.system !== ours.system) return `of another database server (${theirs.system}, and this is ${ours.system})`;
  if (theirs.database !== ours.database) return 'of another database of the server';
  if (theirs.relation !== ours.relation) return 'of another table, which had this name before';
  const [before, now] = [theirs, ours].map(({ columns }) =>
    columns.map(([name, number, type]) => `${JSON.stringify(name)} ${type} (column ${number})`).join(', '),
  );
  return before === now ? undefined : `by other columns (${before ?? ''}, and now ${now ?? ''})`;
}
