import {
  createBatchEncoder,
  type Checkpoint,
  encodeSchema,
  type Cursor,
  type Destination,
  type Field,
  type Position,
  type PublishedStream,
  type Receipt,
  type StreamContext,
  type StreamName,
  type StreamOffer,
  type StreamSpec,
  type WriteMode,
} from '@rapidbyte/connector';
import { writeColumnDefinition } from '@rapidbyte/postgres';
import { PostgresDestination } from './destination.ts';

// Drives a Destination as the host does, without a process in between. For tests.

const environment = { pipeline: 'test-pipeline', memoryLimitBytes: 0, capabilities: [] };

export async function configured(url: string, config: Record<string, unknown> = {}): Promise<PostgresDestination> {
  const destination = new PostgresDestination();
  const problems = await destination.configure({ url, ...config }, environment);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return destination;
}

/** A column as the PostgreSQL source describes it, with the field it is sent as. */
export interface TestColumn {
  readonly name: string;
  /** format_type's text. */
  readonly type: string;
  readonly typname: string;
  readonly field: Field['type'];
  readonly nullable?: boolean;
  readonly metadata?: Readonly<Record<string, string>>;
}

export const int4 = (name: string, nullable = false): TestColumn => ({
  name,
  type: 'integer',
  typname: 'int4',
  field: { kind: 'int', bits: 32, signed: true },
  nullable,
});
export const text = (name: string, nullable = true): TestColumn => ({
  name,
  type: 'text',
  typname: 'text',
  field: { kind: 'utf8' },
  nullable,
});

export interface StreamOptions {
  readonly key?: readonly string[];
  readonly writeMode?: WriteMode;
  /** Makes it incremental. */
  readonly cursor?: Cursor;
  /** Without PostgreSQL's definitions: as a source of another system describes it. */
  readonly foreign?: boolean;
}

export function streamOffer(
  name: StreamName,
  columns: readonly TestColumn[],
  options: StreamOptions = {},
): StreamOffer {
  const fields: Field[] = columns.map(({ name, field, nullable = true, metadata = {} }) => ({
    name,
    type: field,
    nullable,
    metadata: new Map(Object.entries(metadata)),
  }));
  const arrowSchema = encodeSchema({ fields, metadata: new Map() });
  const spec: StreamSpec = {
    name,
    syncMode: options.cursor === undefined ? 'full_refresh' : 'incremental',
    writeMode: options.writeMode ?? 'replace',
    columns: columns.map(({ name, type, typname, nullable = true }) => ({
      name,
      nativeType: type,
      nullable,
      ...(options.foreign
        ? {}
        : { nativeDefinition: writeColumnDefinition({ type: { builtin: type }, types: [], typname }) }),
    })),
    key: options.key ?? [],
    ...(options.cursor === undefined ? {} : { cursor: options.cursor }),
    arrowSchema: new Uint8Array(),
    estimate: { rows: 0, bytes: 0 },
  };
  return {
    spec,
    variants: [
      { encoding: 'canonical', arrowSchema },
      ...(options.foreign ? [] : [{ encoding: 'native:postgresql', arrowSchema }]),
    ],
  };
}

/** The spec after a check without problems. */
export async function negotiate(destination: Destination, offer: StreamOffer): Promise<StreamSpec> {
  const { problems, streams } = await destination.check([offer]);
  const errors = problems.filter(({ severity }) => severity === 'error');
  const answer = streams[0];
  if (errors.length > 0 || answer === undefined) throw new Error(JSON.stringify(errors));
  return { ...offer.spec, arrowSchema: answer.arrowSchema };
}

export function contextOf(spec: StreamSpec, loadId: string, epoch: number, unit = 'u1'): StreamContext {
  return {
    loadId,
    streams: [spec],
    epochs: [epoch],
    unit: {
      id: { streamIndex: 0, unit },
      kind: 'snapshot',
      token: new Uint8Array(),
      estimate: { rows: 0, bytes: 0 },
      bounded: true,
      after: [],
      exclusive: false,
    },
    resume: [],
    effectiveParallelism: 1,
    overrides: [],
    checkpointInterval: { rows: 0, bytes: 0, milliseconds: 0 },
    targetBatchBytes: 0,
    creditLimitBytes: 0,
  };
}

export const finalCheckpoint = { session: 1, checkpointId: 1, positions: [], rows: 0, bytes: 0, idle: false };

/** A position as a source might make them: its order grows with the number. */
export function positionAt(order: number, incarnation = 'i'): Position {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(order);
  return { order: bytes, incarnation: Buffer.from(incarnation) };
}

/** A unit of a continuing load, from where begin says that its stream stands. */
export function continued(context: StreamContext, position: Position | undefined): StreamContext {
  return { ...context, resume: position === undefined ? [] : [{ streamIndex: 0, position }] };
}

export function checkpointAt(checkpointId: number, position: Position | undefined): Checkpoint {
  return {
    ...finalCheckpoint,
    checkpointId,
    positions: position === undefined ? [] : [{ streamIndex: 0, position }],
  };
}

/** Writes batches as one unit and commits it. */
export async function writeUnit(
  destination: Destination,
  context: StreamContext,
  batches: readonly Batch[],
): Promise<Receipt> {
  const session = await destination.open(context, new AbortController().signal);
  for (const batch of batches) {
    await session.write({ streamIndex: 0, schemaEpoch: 0, rows: batch.rows, arrowIpc: batch.arrowIpc });
  }
  const receipt = await session.commit(finalCheckpoint);
  await session.finish();
  return receipt;
}

/** A whole load, as the host runs it. */
export async function load(
  destination: Destination,
  offer: StreamOffer,
  loadId: string,
  batches: readonly Batch[],
): Promise<PublishedStream> {
  const spec = await negotiate(destination, offer);
  const [begun] = await destination.begin({ loadId, streams: [spec] });
  const epoch = begun?.epoch ?? 0;
  const receipt = await writeUnit(destination, contextOf(spec, loadId, epoch), batches);
  const [published] = await destination.publish({ loadId, streams: [spec], epochs: [epoch], receipts: [receipt] });
  if (published === undefined) throw new Error('publish gave no answer');
  return published;
}

export interface Batch {
  readonly rows: number;
  readonly arrowIpc: Uint8Array;
}

/** Column buffers in Arrow order; validity first, empty where no value is null. */
export interface ColumnData {
  readonly nulls: number;
  /** Where it differs from the batch's: a list's child. */
  readonly length?: number;
  readonly buffers: readonly Uint8Array[];
}

export function batchOf(columns: readonly TestColumn[], rows: number, data: readonly ColumnData[]): Batch {
  const fields: Field[] = columns.map(({ name, field, nullable = true, metadata = {} }) => ({
    name,
    type: field,
    nullable,
    metadata: new Map(Object.entries(metadata)),
  }));
  const encode = createBatchEncoder({ fields, metadata: new Map() });
  const pieces = encode(
    rows,
    data.map(({ nulls }) => nulls),
    data.flatMap(({ buffers }) => buffers),
    data.map(({ length = rows }) => length),
  );
  const length = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
  const arrowIpc = new Uint8Array(new ArrayBuffer(length));
  let at = 0;
  for (const piece of pieces) {
    arrowIpc.set(piece, at);
    at += piece.byteLength;
  }
  return { rows, arrowIpc };
}

/** Values of a column of a simple kind: numbers for ints and floats, text for utf8, bytes for binary; null for null. */
export function columnData(
  column: TestColumn,
  values: readonly (number | bigint | string | Uint8Array | boolean | null)[],
): ColumnData {
  const nulls = values.filter((value) => value === null).length;
  const validity = nulls === 0 ? new Uint8Array() : bitmap(values.map((value) => value !== null));
  const { field } = column;
  if (field.kind === 'bool') return { nulls, buffers: [validity, bitmap(values.map((value) => value === true))] };
  if (field.kind === 'utf8' || field.kind === 'binary') {
    const parts = values.map((value) =>
      value === null ? Buffer.alloc(0) : value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value)),
    );
    const offsets = new Int32Array(parts.length + 1);
    for (const [i, part] of parts.entries()) offsets[i + 1] = (offsets[i] ?? 0) + part.length;
    return { nulls, buffers: [validity, bytesOf(offsets), Buffer.concat(parts)] };
  }
  if (field.kind === 'fixed_size_binary') {
    const parts = values.map((value) => (value instanceof Uint8Array ? value : new Uint8Array(field.byteWidth)));
    return { nulls, buffers: [validity, Buffer.concat(parts)] };
  }
  const view = numberArray(column, values.length);
  for (const [i, value] of values.entries()) {
    if (view instanceof BigInt64Array) view[i] = BigInt(value === null ? 0 : (value as number | bigint));
    else view[i] = Number(value ?? 0);
  }
  return { nulls, buffers: [validity, bytesOf(view)] };
}

function numberArray(
  { field }: TestColumn,
  length: number,
): Int8Array | Int16Array | Int32Array | BigInt64Array | Float32Array | Float64Array {
  if (field.kind === 'int') {
    if (field.bits === 8) return new Int8Array(length);
    if (field.bits === 16) return new Int16Array(length);
    return field.bits === 32 ? new Int32Array(length) : new BigInt64Array(length);
  }
  if (field.kind === 'float') return field.bits === 32 ? new Float32Array(length) : new Float64Array(length);
  if (field.kind === 'date') return field.unit === 'day' ? new Int32Array(length) : new BigInt64Array(length);
  if (field.kind === 'time' && field.bits === 32) return new Int32Array(length);
  return new BigInt64Array(length);
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function bitmap(bits: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (const [i, bit] of bits.entries()) if (bit) bytes[i >> 3]! |= 1 << (i & 7);
  return bytes;
}

/** One batch of id and text. */
export function rowsOf(
  columns: readonly TestColumn[],
  rows: readonly (readonly (number | bigint | string | Uint8Array | boolean | null)[])[],
): Batch {
  return batchOf(
    columns,
    rows.length,
    columns.map((column, i) =>
      columnData(
        column,
        rows.map((row) => row[i] ?? null),
      ),
    ),
  );
}
