import type { Cursor, Guarantee } from '@rapidbyte/connector';
import type { StreamDocument } from './stream-schema.ts';
import type { RequiredGuarantee, StreamPattern, StreamSelection } from './types.ts';

/**
 * One entry of `source.streams`, complete.
 *
 * @param nameAt the stream name that stands at a path
 * @param requiredOfAll what the pipeline asks of streams that ask for nothing themselves
 */
export function streamSelection(
  stream: StreamDocument,
  path: string,
  nameAt: (path: string) => StreamPattern,
  requiredOfAll: Guarantee | undefined,
): StreamSelection {
  const cursor = cursorOf(stream);
  const required = requiredGuarantee(stream, path, requiredOfAll);
  return {
    pattern: nameAt(`${path}.name`),
    syncMode: stream.sync_mode,
    ...(stream.columns === undefined ? {} : { columns: stream.columns }),
    exclude: stream.exclude.map((_, excluded) => nameAt(`${path}.exclude[${excluded}]`)),
    ...(stream.partition_key === undefined ? {} : { partitionKey: stream.partition_key }),
    ...(cursor === undefined ? {} : { cursor }),
    ...(stream.primary_key === undefined ? {} : { primaryKey: stream.primary_key }),
    ...(required === undefined ? {} : { requiredGuarantee: required }),
    path,
  };
}

function cursorOf(stream: StreamDocument): Cursor | undefined {
  const { cursor_field: column, tie_breaker_field: tieBreakerColumn, null_cursor: nulls, look_back: lookBack } = stream;
  if (column === undefined) return undefined;
  return {
    column,
    ...(tieBreakerColumn === undefined ? {} : { tieBreakerColumn }),
    nulls: nulls ?? 'refuse',
    ...(lookBack === undefined ? {} : { lookBack }),
  };
}

function requiredGuarantee(
  { require_guarantee: own }: StreamDocument,
  path: string,
  requiredOfAll: Guarantee | undefined,
): RequiredGuarantee | undefined {
  if (own !== undefined) return { guarantee: own, path: `${path}.require_guarantee` };
  return requiredOfAll === undefined ? undefined : { guarantee: requiredOfAll, path: 'require_guarantee' };
}
