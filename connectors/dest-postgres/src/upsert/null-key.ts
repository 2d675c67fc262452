import { ConnectorError, type StreamSpec } from '@rapidbyte/connector';
import { formatStreamName } from '@rapidbyte/postgres';
import { isSqlState } from '../lock.ts';

const notNullViolation = '23502';

/** What staging has refused, if that was a row without a key; undefined if it is something else. */
export function nullKey(error: unknown, spec: StreamSpec): ConnectorError | undefined {
  if (spec.writeMode !== 'upsert' || !isSqlState(error, notNullViolation)) return undefined;
  const column: unknown = Reflect.get(Object(error), 'column');
  if (typeof column !== 'string' || !spec.key.includes(column)) return undefined;
  const stream = formatStreamName(spec.name);
  return new ConnectorError({
    code: 'null_key',
    category: 'data',
    message: `the key column ${JSON.stringify(column)} of ${stream} is NULL`,
    hint: 'mend the row, or choose a key that is never NULL',
    stream,
    column,
    cause: error,
  });
}
