import assert from 'node:assert';
import { ConnectorError } from '@rapidbyte/connector';
import type { Incarnation } from '../../../connectors/source-postgres/src/position/incarnation.ts';
import { orderOfType } from '../../../connectors/source-postgres/src/position/order-of-type.ts';
import type { Ordering } from '../../../connectors/source-postgres/src/position/ordering.ts';
import { encodeOrder, readPosition, writePosition } from '../../../connectors/source-postgres/src/position/position.ts';
import { type FuzzTarget, orRefused } from '../target.ts';
import { changeBytes } from '../bytes.ts';

const types = (
  'int2 int4 int8 oid xid8 pg_lsn bool uuid time date timestamp timestamptz float4 float8 ' +
  'numeric bytea text varchar bpchar'
).split(' ');
/** Of the fixed ones; others are as long as they like. */
const widths: ReadonlyMap<string, number> = new Map([
  ['int2', 2],
  ['int4', 4],
  ['int8', 8],
  ['oid', 4],
  ['xid8', 8],
  ['pg_lsn', 8],
  ['bool', 1],
  ['uuid', 16],
  ['time', 8],
  ['date', 4],
  ['timestamp', 8],
  ['timestamptz', 8],
  ['float4', 4],
  ['float8', 8],
]);

function column(name: string, type: string): Ordering[0] {
  const codec = orderOfType(type, 'UTF8');
  assert.ok(codec !== undefined);
  return { name, number: 1, nullable: false, codec, collate: false };
}

const orderings = types.map((type): Ordering => [column('c', type), column('t', 'int8')]);

const ours = (index: number): Incarnation => ({
  format: 1,
  system: '7',
  timeline: 1,
  database: 5,
  relation: 16_384,
  columns: [
    ['c', 1, types[index] ?? ''],
    ['t', 1, 'int8'],
  ],
});

/** As PostgreSQL's send functions give them. */
function formOf(type: string): Uint8Array {
  const width = widths.get(type);
  if (width !== undefined) return new Uint8Array(width).fill(1);
  if (type === 'numeric') return Uint8Array.of(0, 2, 0, 0, 0, 0, 0, 2, 0, 12, 4, 210);
  return Buffer.from('a\0b');
}

/**
 * A position that comes from a destination: refused with `position_unknown`, or read as values whose SQL is a constant, which no
 * byte of the position can get out of. The first byte chooses the type, the second whether the incarnation is changed.
 */
export const positions: FuzzTarget = {
  name: 'positions',
  seeds: () =>
    types.flatMap((type, index) => {
      const forms = [formOf(type), new Uint8Array(8)];
      const ordering = orderings[index];
      assert.ok(ordering !== undefined);
      const { order, incarnation } = writePosition(ours(index), encodeOrder('s', ordering, forms));
      return [Buffer.concat([Uint8Array.of(index, 0), order]), Buffer.concat([Uint8Array.of(index, 1), incarnation])];
    }),
  mutate: (input, random) => Buffer.concat([input.subarray(0, 2), changeBytes(input.subarray(2), random)]),
  run: (input) => {
    const index = (input[0] ?? 0) % types.length;
    const ordering = orderings[index];
    assert.ok(ordering !== undefined);
    const bytes = Uint8Array.from(input.subarray(2));
    const made = writePosition(ours(index), (input[1] ?? 0) % 2 === 0 ? bytes : new Uint8Array(0));
    const position = (input[1] ?? 0) % 2 === 0 ? made : { order: made.order, incarnation: bytes };
    const place = orRefused(ConnectorError, () => readPosition('s', position, ours(index), ordering));
    if (place === undefined) return false;
    assert.ok(position.order.length <= 16 * 1024, `an order of ${position.order.length} bytes is taken`);
    for (const { literal } of place.values) {
      assert.match(
        literal,
        /^(?:'[-+:.\w/ ]*'::pg_catalog\.\w+|pg_catalog\.decode\('[0-9a-f]*', 'hex'\)|pg_catalog\.convert_from\(pg_catalog\.decode\('[0-9a-f]*', 'hex'\), 'UTF8'\)::pg_catalog\.\w+)$/,
      );
    }
    return true;
  },
};
