import { ConnectorError, type StreamName } from '@rapidbyte/connector';
import { formatStreamName, quoteIdentifier } from '@rapidbyte/postgres';
import type { Queryable } from '../queryable.ts';
import { formatTarget, type Target } from '../target.ts';

/** The statement that gives a table what an upsert needs. */
export function createKeyIndexSql(target: Target, key: readonly string[]): string {
  return `CREATE UNIQUE INDEX ON ${formatTarget(target)} (${key.map(quoteIdentifier).join(', ')});`;
}

/** Whether ON CONFLICT (key) finds an index: unique at once, for every row, on exactly these columns in any order. */
export async function hasKeyIndex(db: Queryable, oid: number, key: readonly string[]): Promise<boolean> {
  const { rows } = await db.query(
    `SELECT FROM pg_index i WHERE i.indrelid = $1 AND i.indisunique AND i.indimmediate AND i.indisvalid AND NOT i.indisexclusion
        AND i.indpred IS NULL AND i.indexprs IS NULL
        AND (SELECT array_agg(a.attname::text ORDER BY a.attname::text COLLATE "C")
               FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
               JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
              WHERE k.place <= i.indnkeyatts)
          = (SELECT array_agg(name ORDER BY name COLLATE "C") FROM unnest($2::text[]) AS name)`,
    [oid, [...key]],
  );
  return rows.length > 0;
}

/** The index was there when the stream was checked. @throws {ConnectorError} `key_not_unique` */
export async function requireKeyIndex(
  db: Queryable,
  stream: StreamName,
  target: Target,
  oid: number,
  key: readonly string[],
): Promise<void> {
  if (await hasKeyIndex(db, oid, key)) return;
  throw new ConnectorError({
    code: 'key_not_unique',
    category: 'schema',
    message: keyNotUnique(target, key),
    hint: createKeyIndexSql(target, key),
    commitState: 'before',
    stream: formatStreamName(stream),
  });
}

export function keyNotUnique(target: Target, key: readonly string[]): string {
  const columns = key.map((column) => JSON.stringify(column)).join(', ');
  return `${formatTarget(target)} has no unique index on exactly the key (${columns}) that is neither partial nor deferrable`;
}
