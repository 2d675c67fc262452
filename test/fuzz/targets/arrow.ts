import assert from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import {
  ConnectorError,
  createBatchDecoder,
  createBatchEncoder,
  type DataType,
  type DecodedColumn,
  decodeSchema,
  encodeSchema,
  type Field,
  type Schema,
} from '@rapidbyte/connector';
import { createRowEncoder } from '../../../connectors/dest-postgres/src/copy/row-encoder.ts';
import { planColumn } from '../../../connectors/dest-postgres/src/types.ts';
import { childrenOf } from '../../../protocol/src/arrow/layout.ts';
import { changeBytes, changeNumber } from '../bytes.ts';
import { type FuzzTarget, type Mutation, orRefused } from '../target.ts';

const field = (name: string, type: DataType, metadata: Readonly<Record<string, string>> = {}): Field => ({
  name,
  type,
  nullable: true,
  metadata: new Map(Object.entries(metadata)),
});
const schemaOf = (...fields: readonly Field[]): Schema => ({ fields, metadata: new Map() });
const int32: DataType = { kind: 'int', bits: 32, signed: true };

/** One after the other: scalars that COPY takes as they are, values that are computed, lists, and shapes that it does not take. */
const schemas: readonly Schema[] = [
  schemaOf(
    field('b', { kind: 'bool' }),
    field('i', { kind: 'int', bits: 64, signed: true }),
    field('u', { kind: 'utf8' }),
    field('l', { kind: 'large_utf8' }),
    field('j', { kind: 'utf8' }, { 'ARROW:extension:name': 'arrow.json' }),
    field('f', { kind: 'fixed_size_binary', byteWidth: 16 }, { 'ARROW:extension:name': 'arrow.uuid' }),
    field('z', { kind: 'fixed_size_binary', byteWidth: 0 }),
  ),
  schemaOf(
    field('d', { kind: 'decimal', bits: 128, precision: 12, scale: 2 }),
    field('w', { kind: 'decimal', bits: 256, precision: 50, scale: -3 }),
    field('t', { kind: 'timestamp', unit: 'microsecond', timezone: 'UTC' }),
    field('y', { kind: 'date', unit: 'day' }),
    field('h', { kind: 'float', bits: 16 }),
    field('x', { kind: 'int', bits: 64, signed: false }),
    field('v', { kind: 'interval', unit: 'month_day_nano' }),
  ),
  schemaOf(
    field('a', { kind: 'list', child: field('item', int32) }),
    field('s', { kind: 'large_list', child: field('item', { kind: 'utf8' }) }),
    field('p', { kind: 'fixed_size_list', size: 3, child: field('item', { kind: 'bool' }) }),
  ),
  schemaOf(
    field('n', { kind: 'null' }),
    field('o', {
      kind: 'struct',
      children: [field('q', int32), field('r', { kind: 'list', child: field('i', { kind: 'null' }) })],
    }),
  ),
];

export const arrowSchemas: FuzzTarget = {
  name: 'arrow-schemas',
  seeds: () => schemas.map((schema) => encodeSchema(schema)),
  mutate: (input, random) => (random.next() < 0.7 ? changeNumber(input, random, 2) : changeBytes(input, random)),
  run: (input) => {
    const schema = orRefused(ConnectorError, () => decodeSchema(input));
    if (schema === undefined) return false;
    assert.ok(fieldsOf(schema.fields) <= 100_000);
    assert.ok(isDeepStrictEqual(decodeSchema(encodeSchema(schema)), schema), 'not the same once more');
    return true;
  },
};

function fieldsOf(fields: readonly Field[]): number {
  return fields.reduce((sum, { type }) => sum + 1 + fieldsOf(childrenOf(type)), 0);
}

/** The first byte chooses the schema; lengths, offsets and counts stand at multiples of four. */
const changeBatch: Mutation = (input, random) =>
  Buffer.concat([
    input.subarray(0, 1),
    random.next() < 0.8 ? changeNumber(input.subarray(1), random, 4) : changeBytes(input.subarray(1), random),
  ]);

/**
 * A record batch that the decoder takes lies within its message, as does every value that its offsets point to; what
 * dest-postgres makes of it is rows of COPY within the room that it has asked for.
 */
export const arrowBatches: FuzzTarget = {
  name: 'arrow-batches',
  seeds: () => schemas.map((schema, index) => Buffer.concat([Uint8Array.of(index), batchOf(schema)])),
  mutate: changeBatch,
  run: (input) => {
    const schema = schemas[(input[0] ?? 0) % schemas.length] ?? schemaOf();
    const ipc = Uint8Array.from(input.subarray(1));
    const batch = orRefused(ConnectorError, () => createBatchDecoder(schema)(ipc));
    if (batch === undefined) return false;
    schema.fields.forEach(({ type }, index) => inspect(type, batch.columns[index], batch.rows, ipc));
    const places = { schemaOf: (name: string) => name, collate: () => '' };
    const plans = schema.fields.map((one) =>
      planColumn(
        { name: one.name, nativeType: '', nullable: true },
        one,
        places as unknown as Parameters<typeof planColumn>[2],
      ),
    );
    const encodings = plans.flatMap((plan) => (plan === undefined ? [] : [plan.encoding]));
    if (encodings.length < plans.length) return true;
    const encoder = createRowEncoder(encodings);
    encoder.start(batch, ipc);
    const buffer = new ArrayBuffer(64 * 1024);
    // A thousand rows show what a row can do.
    for (let row = 0; row < Math.min(batch.rows, 1000);) {
      const target = {
        view: new DataView(buffer),
        bytes: new Uint8Array(buffer),
        position: 5,
        limit: buffer.byteLength,
      };
      const reached = orRefused(ConnectorError, () => encoder.encode(row, target));
      if (reached === undefined) return true;
      assert.ok(target.position <= target.limit);
      if (reached > row) row = reached;
      else {
        assert.ok(encoder.rowBytes(row) > target.limit - 5, 'a row that fits is not written');
        // Of values that lie in the message, and each null once; lists repeat none.
        assert.ok(
          encoder.rowBytes(row) < 64 * ipc.length + 4096,
          `${encoder.rowBytes(row)} bytes out of ${ipc.length}`,
        );
        row++;
      }
    }
    return true;
  },
};

function inspect(type: DataType, column: DecodedColumn | undefined, rows: number, ipc: Uint8Array): void {
  assert.ok(column !== undefined && column.length >= rows);
  const { validity, buffers, children, length } = column;
  for (const buffer of validity === null ? buffers : [validity, ...buffers]) {
    const start = buffer.byteOffset - ipc.byteOffset;
    assert.ok(
      length === 0 ||
        buffer.length === 0 ||
        buffer.buffer !== ipc.buffer ||
        (start >= 0 && start + buffer.length <= ipc.length),
    );
    assert.ok(length === 0 || buffer.length === 0 || buffer.buffer === ipc.buffer, 'a buffer is a copy');
  }
  if (validity !== null) assert.equal(validity.length, Math.ceil(length / 8));
  const size = type.kind === 'fixed_size_list' ? type.size * length : length;
  const isList = type.kind === 'list' || type.kind === 'large_list' || type.kind === 'map';
  childrenOf(type).forEach((child, index) => inspect(child.type, children[index], isList ? 0 : size, ipc));
}

/** Three rows; the second is null in every column. */
function batchOf(schema: Schema): Uint8Array {
  const nulls: number[] = [];
  const lengths: number[] = [];
  const buffers: Uint8Array[] = [];
  const add = ({ type }: Field, rows: number): void => {
    lengths.push(rows);
    if (type.kind === 'null') {
      nulls.push(rows);
      return;
    }
    const ones = Array.from({ length: rows }, (_, row) => row).filter((row) => row !== 1);
    const validity = new Uint8Array(Math.ceil(rows / 8));
    for (const row of ones) validity[row >> 3] = (validity[row >> 3] ?? 0) | (1 << (row & 7));
    nulls.push(rows - ones.length);
    buffers.push(validity);
    const each = (bytes: number): void =>
      void buffers.push(Uint8Array.from({ length: rows * bytes }, (_, at) => at % 64));
    const offsets32 = Int32Array.from({ length: rows + 1 }, (_, row) => 2 * row);
    const offsets64 = BigInt64Array.from({ length: rows + 1 }, (_, row) => BigInt(2 * row));
    switch (type.kind) {
      case 'bool':
        buffers.push(validity);
        break;
      case 'utf8':
      case 'binary':
        buffers.push(new Uint8Array(offsets32.buffer), new Uint8Array(2 * rows).fill(0x31));
        break;
      case 'large_utf8':
      case 'large_binary':
        buffers.push(new Uint8Array(offsets64.buffer), new Uint8Array(2 * rows).fill(0x31));
        break;
      case 'list':
      case 'map':
        buffers.push(new Uint8Array(offsets32.buffer));
        add(type.child, 2 * rows);
        break;
      case 'large_list':
        buffers.push(new Uint8Array(offsets64.buffer));
        add(type.child, 2 * rows);
        break;
      case 'fixed_size_list':
        add(type.child, type.size * rows);
        break;
      case 'struct':
        for (const child of type.children) add(child, rows);
        break;
      case 'date':
        each(type.unit === 'day' ? 4 : 8);
        break;
      case 'interval':
        each({ year_month: 4, day_time: 8, month_day_nano: 16 }[type.unit]);
        break;
      case 'fixed_size_binary':
        each(type.byteWidth);
        break;
      case 'timestamp':
      case 'duration':
        each(8);
        break;
      default:
        each(type.bits / 8);
    }
  };
  for (const each of schema.fields) add(each, 3);
  const pieces = createBatchEncoder(schema)(3, nulls, buffers, lengths);
  return Buffer.concat(pieces);
}
