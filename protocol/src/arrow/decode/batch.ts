import { bufferCount, batchInvalid, childrenOf, layoutOf, shapeOf, type Layout } from '../layout.ts';
import type { Field, Schema } from '../schema.ts';
import { FlatReader } from './flat-reader.ts';
import { checkOffsets, checkValidity, type Offsets } from './validate.ts';

/** Views into the message; they live as long as its bytes do. */
export interface DecodedColumn {
  readonly length: number;
  readonly nullCount: number;
  /** One bit per row, least significant first, 1 where there is a value; null where no value is null. */
  readonly validity: Uint8Array | null;
  /**
   * By layout: nothing (null, struct, fixed-size list); the bits of booleans; the values; offsets and data; a list's
   * offsets. Offsets and values are exactly as long as the rows need.
   */
  readonly buffers: readonly Uint8Array[];
  readonly children: readonly DecodedColumn[];
}

export interface DecodedBatch {
  readonly rows: number;
  readonly columns: readonly DecodedColumn[];
}

/** @throws ConnectorError batch_invalid, category protocol */
export type BatchDecoder = (ipc: Uint8Array) => DecodedBatch;

interface Plan {
  readonly name: string;
  readonly layout: Layout;
  readonly nullable: boolean;
  readonly children: readonly Plan[];
}

// Slots of Arrow's FlatBuffers tables (format/Message.fbs).
const message = { version: 0, headerType: 1, header: 2, bodyLength: 3 } as const;
const recordBatch = { length: 0, nodes: 1, buffers: 2, compression: 3 } as const;
/** What the Arrow format recommends; without columns a message of 100 bytes could claim any number. */
const maxRows = 0x7fff_ffff;
const headerTypeRecordBatch = 3;
const nodeBytes = 16;
const bufferBytes = 16;

/**
 * A function that reads encapsulated Arrow IPC record-batch messages of one schema. What it returns has been checked
 * against the message's bounds and the schema: lengths, null counts, offsets. Text is not checked for UTF-8.
 */
export function createBatchDecoder(schema: Schema): BatchDecoder {
  const plans = schema.fields.map(planOf);
  const shape = shapeOf(schema);
  return (bytes) => {
    // Offsets are read through typed arrays, which need aligned bytes.
    const ipc = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
    const { reader, header, bodyAt, rows } = open(ipc);
    const nodes = reader.vector(reader.field(header, recordBatch.nodes), nodeBytes);
    const buffers = reader.vector(reader.field(header, recordBatch.buffers), bufferBytes);
    if (nodes.length !== shape.nodes || buffers.length !== shape.buffers) {
      throw batchInvalid(
        `${nodes.length} fields and ${buffers.length} buffers; its schema has ${shape.nodes} and ${shape.buffers}`,
      );
    }
    const body = new Body(ipc, bodyAt, reader, nodes.at, buffers.at);
    return { rows, columns: plans.map((plan) => body.column(plan, rows)) };
  };
}

/**
 * The number of rows that a record-batch message says it has. Nothing else of it is looked at.
 * @throws ConnectorError batch_invalid, category protocol
 */
export function rowsOf(ipc: Uint8Array): number {
  return open(ipc).rows;
}

function planOf(field: Field): Plan {
  const { name, nullable, type } = field;
  return { name, nullable, layout: layoutOf(type), children: childrenOf(type).map(planOf) };
}

function open(ipc: Uint8Array) {
  if (ipc.length < 16) throw batchInvalid(`${ipc.length} bytes are too few`);
  const view = new DataView(ipc.buffer, ipc.byteOffset, ipc.byteLength);
  if (view.getUint32(0, true) !== 0xffff_ffff) throw batchInvalid('no continuation marker');
  const bodyAt = 8 + view.getUint32(4, true);
  if (bodyAt > ipc.length || bodyAt % 8 !== 0) throw batchInvalid(`metadata of ${bodyAt - 8} bytes`);
  const reader = new FlatReader(view, bodyAt);
  const root = reader.table(reader.follow(8));
  const version = reader.field(root, message.version);
  const major = version === 0 ? 0 : reader.u16(version);
  if (major !== 4 && major !== 3) throw batchInvalid(`metadata version ${major}, not V5 or V4`);
  const type = reader.field(root, message.headerType);
  if (type === 0 || reader.u8(type) !== headerTypeRecordBatch) throw batchInvalid('another kind of Arrow message');
  const bodyLength = reader.field(root, message.bodyLength);
  const bodyBytes = bodyLength === 0 ? 0 : reader.count(bodyLength);
  if (bodyAt + bodyBytes !== ipc.length) {
    throw batchInvalid(`a body of ${bodyBytes} bytes is announced, ${ipc.length - bodyAt} are there`);
  }
  const place = reader.field(root, message.header);
  if (place === 0) throw batchInvalid('no record batch in it');
  const header = reader.table(reader.follow(place));
  if (reader.field(header, recordBatch.compression) !== 0) throw batchInvalid('compressed; version 1 takes none');
  const rows = reader.field(header, recordBatch.length);
  const length = rows === 0 ? 0 : reader.count(rows);
  if (length > maxRows) throw batchInvalid(`${length} rows`);
  return { reader, header, bodyAt, rows: length };
}

/** Walks nodes and buffers in the order of the fields. */
class Body {
  readonly #ipc: Uint8Array;
  readonly #bodyAt: number;
  readonly #reader: FlatReader;
  #node: number;
  #buffer: number;

  constructor(ipc: Uint8Array, bodyAt: number, reader: FlatReader, nodesAt: number, buffersAt: number) {
    this.#ipc = ipc;
    this.#bodyAt = bodyAt;
    this.#reader = reader;
    this.#node = nodesAt;
    this.#buffer = buffersAt;
  }

  /** @param expected rows that the column must have; a list's child has its own number, at least what offsets reach */
  column(plan: Plan, expected: number, atLeast = false): DecodedColumn {
    const length = this.#reader.count(this.#node);
    const nullCount = this.#reader.count(this.#node + 8);
    this.#node += nodeBytes;
    if (atLeast ? length < expected : length !== expected) {
      throw batchInvalid(`column "${plan.name}" has ${length} rows, not ${expected}`);
    }
    if (plan.layout.kind === 'none') {
      return { length, nullCount: length, validity: null, buffers: [], children: [] };
    }
    if (nullCount > length) throw batchInvalid(`column "${plan.name}" has ${nullCount} nulls in ${length} rows`);
    if (nullCount > 0 && !plan.nullable) throw batchInvalid(`column "${plan.name}" is not nullable and has nulls`);
    const validity = checkValidity(this.#take(plan), length, nullCount, plan.name);
    const buffers: Uint8Array[] = [];
    let offsets: Offsets | null = null;
    for (let rest = bufferCount(plan.layout) - 1; rest > 0; rest--) buffers.push(this.#take(plan));
    const [first, data] = buffers;
    switch (plan.layout.kind) {
      case 'bits':
        buffers[0] = this.#cut(first, Math.ceil(length / 8), plan);
        break;
      case 'fixed':
        buffers[0] = this.#cut(first, length * plan.layout.byteWidth, plan);
        break;
      case 'variable':
      case 'list':
        offsets = checkOffsets(first ?? new Uint8Array(0), length, plan.layout.offsetBytes, plan.name);
        buffers[0] = offsets.bytes;
        if (plan.layout.kind === 'variable' && offsets.end > (data?.length ?? 0)) {
          throw batchInvalid(`column "${plan.name}" points to ${offsets.end} of ${data?.length ?? 0} bytes`);
        }
        break;
      default:
    }
    const children = plan.children.map((child) => {
      switch (plan.layout.kind) {
        case 'list':
          return this.column(child, offsets?.end ?? 0, true);
        case 'fixed_list':
          return this.column(child, length * plan.layout.size, true);
        default:
          return this.column(child, length);
      }
    });
    return { length, nullCount, validity, buffers, children };
  }

  #take(plan: Plan): Uint8Array {
    const offset = this.#reader.count(this.#buffer);
    const length = this.#reader.count(this.#buffer + 8);
    this.#buffer += bufferBytes;
    const start = this.#bodyAt + offset;
    if (start + length > this.#ipc.length)
      throw batchInvalid(`a buffer of column "${plan.name}" lies outside the body`);
    if (length > 0 && offset % 8 !== 0) throw batchInvalid(`a buffer of column "${plan.name}" is not aligned`);
    return this.#ipc.subarray(start, start + length);
  }

  #cut(buffer: Uint8Array | undefined, bytes: number, plan: Plan): Uint8Array {
    if (buffer === undefined || buffer.length < bytes) {
      throw batchInvalid(`column "${plan.name}" has ${buffer?.length ?? 0} bytes of values, it needs ${bytes}`);
    }
    return buffer.length === bytes ? buffer : buffer.subarray(0, bytes);
  }
}
