import type { Problem } from '@rapidbyte/connector';
import { formatStreamName, type Connection } from '@rapidbyte/postgres';
import type { Relation } from '../catalog/relations.ts';
import type { OrderedValue } from './order-codec.ts';
import { about, type OrderedColumn } from './ordering.ts';

const examples = { integer: '500', number: '0.5', interval: '10 minutes' } as const;

/** What keeps this from being a look-back of the cursor; undefined if nothing does. */
export async function lookBackProblem(
  connection: Connection,
  relation: Relation,
  { name, codec: { type, lookBack } }: OrderedColumn,
  by: string,
): Promise<Problem | undefined> {
  const stream = formatStreamName(relation);
  if (lookBack === undefined) {
    return {
      ...about(relation, 'error', 'config', name),
      code: 'look_back_not_applicable',
      message: `${stream} can't look back by ${JSON.stringify(by)}: from values of its cursor ${JSON.stringify(name)} (${type}) nothing can be subtracted`,
      hint: 'leave look_back out, or take a cursor that is a number, a date or a timestamp',
    };
  }
  if (await isDistance(connection, lookBack.kind, by)) return undefined;
  return {
    ...about(relation, 'error', 'config', name),
    code: 'look_back_invalid',
    message: `${JSON.stringify(by)} is no distance by which ${stream} could look back from its cursor ${JSON.stringify(name)} (${type})`,
    hint: `give a positive ${lookBack.kind}${lookBack.kind === 'interval' ? ' with its unit' : ''}: look_back: "${examples[lookBack.kind]}"`,
  };
}

/** The SQL expression of where a read begins that looks back. */
export function lookBackFrom({ codec, name }: OrderedColumn, value: OrderedValue, by: string): string {
  if (codec.lookBack === undefined) throw new Error(`nothing can be subtracted from ${name}`);
  return codec.lookBack.before(value, by.trim());
}

async function isDistance(connection: Connection, kind: keyof typeof examples, by: string): Promise<boolean> {
  const text = by.trim();
  switch (kind) {
    case 'integer':
      return /^\d{1,30}$/.test(text);
    case 'number':
      return /^\d{1,100}(\.\d{1,100})?$/.test(text);
    case 'interval':
      // A bare number would be seconds, which nobody means who says it of days.
      if (/^[\d.]*$/.test(text) || text.includes('\0')) return false;
      return isPositiveInterval(connection, text);
  }
}

async function isPositiveInterval({ client }: Connection, text: string): Promise<boolean> {
  try {
    const { rows } = await client.query<{ fine: boolean }>(
      `SELECT isfinite($1::interval) AND $1::interval >= '0' AS fine`,
      [text],
    );
    return rows[0]?.fine === true;
  } catch (error) {
    // Class 22: data exceptions.
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('22')) return false;
    throw error;
  }
}
