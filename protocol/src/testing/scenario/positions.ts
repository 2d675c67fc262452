import type { Position } from '../../model/load.ts';
import type { Bench } from '../bench.ts';
import { answersTo } from '../driver/talk.ts';
import { Inapplicable, NotReached } from '../verdict.ts';
import { Load, offerOf } from './loading.ts';
import type { Range } from './numbers.ts';

/** Where a stream of numbered rows stands after this row. Opaque to a destination. */
export function positionAfter(id: number): Position {
  const order = Buffer.alloc(8);
  order.writeBigUInt64BE(BigInt(id));
  return { order: new Uint8Array(order), incarnation: new Uint8Array(Buffer.from('conformance')) };
}

/** The row after which a stream stands at this position. */
export const rowOf = ({ order }: Position): number => Number(Buffer.from(order).readBigUInt64BE());

export const samePosition = (a: Position | undefined, b: Position): boolean =>
  a !== undefined && Buffer.compare(a.order, b.order) === 0 && Buffer.compare(a.incarnation, b.incarnation) === 0;

/** @throws Inapplicable unless Check takes an incremental stream */
export function needsPositions(bench: Bench): Promise<void> {
  return bench.shared('an incremental stream is taken', async () => {
    const { subject } = await bench.configured();
    const offer = offerOf(bench.freshName('t'), 'append', 'incremental');
    const [{ problems }] = await answersTo(subject, { type: 'check', streams: [offer] }, bench.patience.answerMs);
    const problem = problems.find(({ severity }) => severity === 'error');
    if (problem !== undefined) throw new Inapplicable(`the destination keeps no positions: ${problem.message}`);
  });
}

/** The first load of an incremental stream, not published. @throws NotReached, Inapplicable */
export async function firstIncrement(bench: Bench, rows: Range) {
  await needsPositions(bench);
  const load = await Load.begin(bench, { writeMode: 'append', syncMode: 'incremental' });
  const receipt = await load.writeUnit(1, [rows], 'a');
  return { load, receipt, position: positionAfter(rows.from + rows.rows - 1) };
}

/** A stream that has had its first load, and the load that goes on with it. @throws NotReached, Inapplicable */
export async function continued(bench: Bench, rows: Range) {
  const { load: begun, receipt, position } = await firstIncrement(bench, rows);
  await begun.published([receipt], position);
  const load = await begun.next();
  if (!samePosition(load.begun.position, position))
    throw new NotReached('Begun does not name the position that Publish was given');
  return { load, from: position };
}
