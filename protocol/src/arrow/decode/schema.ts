// oxlint-disable no-underscore-dangle -- the FlatBuffers compiler's own names
import { Date } from 'apache-arrow/fb/date';
import { DateUnit } from 'apache-arrow/fb/date-unit';
import { Decimal } from 'apache-arrow/fb/decimal';
import { Duration } from 'apache-arrow/fb/duration';
import { Endianness } from 'apache-arrow/fb/endianness';
import { Field as FlatField } from 'apache-arrow/fb/field';
import { FixedSizeBinary } from 'apache-arrow/fb/fixed-size-binary';
import { FixedSizeList } from 'apache-arrow/fb/fixed-size-list';
import { FloatingPoint } from 'apache-arrow/fb/floating-point';
import { Int } from 'apache-arrow/fb/int';
import { Interval } from 'apache-arrow/fb/interval';
import type { KeyValue } from 'apache-arrow/fb/key-value';
import { Map as FlatMap } from 'apache-arrow/fb/map';
import { Message } from 'apache-arrow/fb/message';
import { MessageHeader } from 'apache-arrow/fb/message-header';
import { MetadataVersion } from 'apache-arrow/fb/metadata-version';
import { Precision } from 'apache-arrow/fb/precision';
import { Schema as FlatSchema } from 'apache-arrow/fb/schema';
import { Time } from 'apache-arrow/fb/time';
import { Timestamp } from 'apache-arrow/fb/timestamp';
import { Type } from 'apache-arrow/fb/type';
import { ByteBuffer } from 'flatbuffers';
import { ConnectorError } from '../../error.ts';
import { schemaInvalid } from '../layout.ts';
import type { DataType, Field, Schema, TimeUnit } from '../schema.ts';
import { intervalUnits, timeUnits } from '../units.ts';

/** PostgreSQL has at most 1,600 columns; this leaves room for wide systems and bounds what a hostile message costs. */
const maxFields = 100_000;
const maxDepth = 32;
/** Parts of a FlatBuffers message may be shared; text that is read from it may be this many times its size. */
const maxTextFactor = 16;
/** No layout of version 1 has wider values; keeps `rows * width` a safe integer. */
const maxByteWidth = 0x7fff_ffff;

/**
 * Reads one encapsulated Arrow IPC schema message. Everything in it is checked: it comes from another process.
 * @throws ConnectorError schema_invalid, category protocol
 */
export function decodeSchema(ipc: Uint8Array): Schema {
  try {
    return new SchemaReader(ipc).schema();
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    // The FlatBuffers runtime does not check offsets; DataView and arrays do.
    throw schemaInvalid(`damaged metadata (${(error as Error).message})`);
  }
}

class SchemaReader {
  readonly #message: Message;
  #fieldsLeft = maxFields;
  #textLeft: number;

  constructor(ipc: Uint8Array) {
    if (ipc.length < 16) throw schemaInvalid(`${ipc.length} bytes are too few`);
    const view = new DataView(ipc.buffer, ipc.byteOffset, ipc.byteLength);
    if (view.getUint32(0, true) !== 0xffff_ffff) throw schemaInvalid('no continuation marker');
    if (8 + view.getUint32(4, true) !== ipc.length) {
      throw schemaInvalid(`says ${8 + view.getUint32(4, true)} bytes, has ${ipc.length}`);
    }
    this.#textLeft = ipc.length * maxTextFactor;
    this.#message = Message.getRootAsMessage(new ByteBuffer(ipc.subarray(8)));
  }

  schema(): Schema {
    const version = this.#message.version();
    if (version !== MetadataVersion.V5 && version !== MetadataVersion.V4) throw schemaInvalid(`version ${version}`);
    if (this.#message.headerType() !== MessageHeader.Schema) throw schemaInvalid('another kind of Arrow message');
    const schema: FlatSchema | null = this.#message.header(new FlatSchema());
    if (schema === null) throw schemaInvalid('no schema in it');
    if (schema.endianness() !== Endianness.Little) throw schemaInvalid('big-endian data');
    return {
      fields: this.#list(schema.fieldsLength(), (index) => this.#field(schema.fields(index), 0)),
      metadata: this.#metadata(schema.customMetadataLength(), (index) => schema.customMetadata(index)),
    };
  }

  #list<T>(length: number, read: (index: number) => T): T[] {
    this.#fieldsLeft -= length;
    if (length < 0 || this.#fieldsLeft < 0) throw schemaInvalid(`more than ${maxFields} fields`);
    return Array.from({ length }, (_, index) => read(index));
  }

  #field(field: FlatField | null, depth: number): Field {
    if (field === null) throw schemaInvalid('a field is missing');
    if (depth > maxDepth) throw schemaInvalid(`fields nested deeper than ${maxDepth}`);
    const name = this.#text(field.name()) ?? '';
    if (field.dictionary() !== null) throw schemaInvalid(`field "${name}" has a dictionary; version 1 takes none`);
    const children = this.#list(field.childrenLength(), (index) => this.#field(field.children(index), depth + 1));
    return {
      name,
      type: this.#type(field, children, name),
      nullable: field.nullable(),
      metadata: this.#metadata(field.customMetadataLength(), (index) => field.customMetadata(index)),
    };
  }

  #metadata(length: number, read: (index: number) => KeyValue | null): Map<string, string> {
    const pairs = this.#list(length, (index) => {
      const pair = read(index);
      return [this.#text(pair?.key()) ?? '', this.#text(pair?.value()) ?? ''] as const;
    });
    return new Map(pairs);
  }

  #text(text: string | Uint8Array | null | undefined): string | null {
    if (typeof text !== 'string') return null;
    this.#textLeft -= text.length;
    if (this.#textLeft < 0) throw schemaInvalid('too much text');
    return text;
  }

  #type(field: FlatField, children: readonly Field[], name: string): DataType {
    const kind = field.typeType();
    const read = <T>(into: T): T => {
      const type: T | null = field.type(into);
      if (type === null) throw schemaInvalid(`field "${name}" has no type`);
      return type;
    };
    const unsupported = (what: string) => schemaInvalid(`field "${name}" has ${what}`);
    const child = (): Field => {
      const [only] = children;
      if (only === undefined || children.length !== 1) throw unsupported(`${children.length} children, not one`);
      return only;
    };
    if (children.length > 0 && !nested.has(kind)) throw unsupported('children, and a type that has none');
    switch (kind) {
      case Type.Null:
        return { kind: 'null' };
      case Type.Bool:
        return { kind: 'bool' };
      case Type.Int: {
        const int = read(new Int());
        const bits = int.bitWidth();
        if (bits !== 8 && bits !== 16 && bits !== 32 && bits !== 64) throw unsupported(`an integer of ${bits} bits`);
        return { kind: 'int', bits, signed: int.isSigned() };
      }
      case Type.FloatingPoint: {
        const bits = floatBits.get(read(new FloatingPoint()).precision());
        if (bits === undefined) throw unsupported('a float of unknown precision');
        return { kind: 'float', bits };
      }
      case Type.Decimal: {
        const decimal = read(new Decimal());
        const bits = decimal.bitWidth();
        if (bits !== 128 && bits !== 256) throw unsupported(`a decimal of ${bits} bits`);
        const precision = decimal.precision();
        if (precision < 1 || precision > (bits === 128 ? 38 : 76)) throw unsupported(`precision ${precision}`);
        return { kind: 'decimal', bits, precision, scale: decimal.scale() };
      }
      case Type.Utf8:
        return { kind: 'utf8' };
      case Type.LargeUtf8:
        return { kind: 'large_utf8' };
      case Type.Binary:
        return { kind: 'binary' };
      case Type.LargeBinary:
        return { kind: 'large_binary' };
      case Type.FixedSizeBinary: {
        const byteWidth = read(new FixedSizeBinary()).byteWidth();
        if (byteWidth < 0 || byteWidth > maxByteWidth) throw unsupported(`a width of ${byteWidth} bytes`);
        return { kind: 'fixed_size_binary', byteWidth };
      }
      case Type.Date:
        return { kind: 'date', unit: read(new Date()).unit() === DateUnit.DAY ? 'day' : 'millisecond' };
      case Type.Time: {
        const time = read(new Time());
        const bits = time.bitWidth();
        const unit = timeUnit(time.unit());
        const expected = unit === 'second' || unit === 'millisecond' ? 32 : 64;
        if (bits !== expected) throw unsupported(`a time of ${bits} bits in ${unit}s`);
        return { kind: 'time', unit, bits: expected };
      }
      case Type.Timestamp: {
        const timestamp = read(new Timestamp());
        const timezone = this.#text(timestamp.timezone());
        return { kind: 'timestamp', unit: timeUnit(timestamp.unit()), timezone: timezone === '' ? null : timezone };
      }
      case Type.Duration:
        return { kind: 'duration', unit: timeUnit(read(new Duration()).unit()) };
      case Type.Interval:
        return { kind: 'interval', unit: keyOf(intervalUnits, read(new Interval()).unit()) };
      case Type.List:
        return { kind: 'list', child: child() };
      case Type.LargeList:
        return { kind: 'large_list', child: child() };
      case Type.FixedSizeList: {
        const size = read(new FixedSizeList()).listSize();
        if (size < 0) throw unsupported(`lists of ${size}`);
        return { kind: 'fixed_size_list', child: child(), size };
      }
      case Type.Map:
        return { kind: 'map', child: child(), keysSorted: read(new FlatMap()).keysSorted() };
      case Type.Struct_:
        return { kind: 'struct', children };
      default:
        throw unsupported(`Arrow type ${kind}, which version 1 does not take`);
    }
  }
}

const nested = new Set<Type>([Type.List, Type.LargeList, Type.FixedSizeList, Type.Map, Type.Struct_]);

const floatBits = new Map<Precision, 16 | 32 | 64>([
  [Precision.HALF, 16],
  [Precision.SINGLE, 32],
  [Precision.DOUBLE, 64],
]);

function timeUnit(unit: number): TimeUnit {
  return keyOf(timeUnits, unit);
}

function keyOf<Key extends string>(table: Readonly<Record<Key, number>>, value: number): Key {
  for (const key in table) if (table[key] === value) return key;
  throw schemaInvalid(`unit ${value}`);
}
