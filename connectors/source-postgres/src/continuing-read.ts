import { ConnectorError, type StreamContext, type StreamSpec } from '@rapidbyte/connector';
import { formatStreamName, quoteQualified, type Connection } from '@rapidbyte/postgres';
import { Progress } from './copy/progress.ts';
import { orderColumn } from './copy/row-order.ts';
import type { Described } from './held-transaction.ts';
import { difference, incarnationOf, type Incarnation } from './position/incarnation.ts';
import { lookBackFrom } from './position/look-back.ts';
import {
  formExpressions,
  hasNoCursor,
  isAfter,
  isFrom,
  orderBy,
  orderedColumns,
  orderingOf,
} from './position/ordering.ts';
import { encodeOrder, readPosition, writePosition } from './position/position.ts';
import { copySql, planRead, type Read } from './read-plan.ts';

/**
 * The rows of a stream after the position that the session is opened with, in their order; before them, with upsert, those
 * without a cursor, which have no place in it.
 *
 * @param planned the stream's when the unit was planned
 * @throws {ConnectorError} `position_unknown`, `position_missing`, or if the stream has changed
 */
export function continuingReads(
  connection: Connection,
  planned: Incarnation,
  spec: StreamSpec,
  context: StreamContext,
  { relation, catalog }: Described,
): readonly Read[] {
  const stream = formatStreamName(spec.name);
  const { cursor } = spec;
  const { ordering, problems } =
    cursor === undefined
      ? { ordering: undefined, problems: [] }
      : orderingOf(cursor, relation, catalog, connection.serverEncoding);
  if (cursor === undefined || ordering === undefined) throw changed(stream, problems[0]?.message);
  const incarnation = incarnationOf(planned, relation, ordering);
  const differs = difference(planned, incarnation);
  if (differs !== undefined) throw changed(stream, `the unit was planned ${differs}`);
  const [resume] = context.resume;
  if (resume === undefined) throw missing(stream);
  const place = readPosition(stream, resume.position, incarnation, ordering);
  const progress = new Progress({
    streamIndex: 0,
    start: writePosition(incarnation, place.order),
    interval: context.checkpointInterval,
    positionOf: (forms) => writePosition(incarnation, encodeOrder(stream, ordering, forms)),
  });
  const { expressions, ...plan } = planRead(spec, relation, catalog);
  const table = `FROM ${quoteQualified(relation.namespace, relation.name)}`;
  const [first] = place.values;
  const { lookBack } = cursor;
  const condition =
    lookBack === undefined || first === undefined
      ? isAfter(ordering, place.values)
      : isFrom(ordering, lookBackFrom(ordering[0], first, lookBack));
  const ordered: Read = {
    ...plan,
    sql: copySql([...expressions, ...formExpressions(ordering)], [`${table} WHERE ${condition} ${orderBy(ordering)}`]),
    ordered: { columns: orderedColumns(ordering).map(({ name }) => orderColumn(name)), progress },
  };
  if (cursor.nulls !== 'include' || spec.writeMode !== 'upsert' || !ordering[0].nullable) return [ordered];
  const unplaced: Read = {
    ...plan,
    sql: copySql(expressions, [`${table} WHERE ${hasNoCursor(ordering)}`]),
    ordered: { columns: [], progress },
  };
  return [unplaced, ordered];
}

function changed(stream: string, why = 'it has no cursor'): ConnectorError {
  return new ConnectorError({
    code: 'stream_changed',
    category: 'schema',
    message: `${stream} can't be read on as it was planned: ${why}`,
    hint: 'the table was changed meanwhile: run again',
    stream,
  });
}

function missing(stream: string): ConnectorError {
  return new ConnectorError({
    code: 'position_missing',
    category: 'protocol',
    message: `the session is to read ${stream} on, and was opened without the position to go on from`,
    hint: 'a host must pass on in Open what the destination has answered at Begin',
    stream,
  });
}
