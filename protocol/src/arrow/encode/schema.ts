// oxlint-disable no-underscore-dangle -- the FlatBuffers compiler's own names
import { Binary } from 'apache-arrow/fb/binary';
import { Bool } from 'apache-arrow/fb/bool';
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
import { KeyValue } from 'apache-arrow/fb/key-value';
import { LargeBinary } from 'apache-arrow/fb/large-binary';
import { LargeList } from 'apache-arrow/fb/large-list';
import { LargeUtf8 } from 'apache-arrow/fb/large-utf8';
import { List } from 'apache-arrow/fb/list';
import { Map as FlatMap } from 'apache-arrow/fb/map';
import { Message } from 'apache-arrow/fb/message';
import { MessageHeader } from 'apache-arrow/fb/message-header';
import { MetadataVersion } from 'apache-arrow/fb/metadata-version';
import { Null } from 'apache-arrow/fb/null';
import { Precision } from 'apache-arrow/fb/precision';
import { Schema as FlatSchema } from 'apache-arrow/fb/schema';
import { Struct_ as Struct } from 'apache-arrow/fb/struct-';
import { Time } from 'apache-arrow/fb/time';
import { Timestamp } from 'apache-arrow/fb/timestamp';
import { Type } from 'apache-arrow/fb/type';
import { Utf8 } from 'apache-arrow/fb/utf8';
import { Builder } from 'flatbuffers';
import { childrenOf } from '../layout.ts';
import type { DataType, Field, Schema } from '../schema.ts';
import { intervalUnits, timeUnits } from '../units.ts';

/**
 * A schema as one encapsulated Arrow IPC schema message
 * (https://arrow.apache.org/docs/format/Columnar.html#schema-message).
 */
export function encodeSchema(schema: Schema): Uint8Array {
  const builder = new Builder(1024);
  const fields = FlatSchema.createFieldsVector(
    builder,
    schema.fields.map((field) => writeField(builder, field)),
  );
  const metadata = writeMetadata(builder, schema.metadata, (pairs) =>
    FlatSchema.createCustomMetadataVector(builder, pairs),
  );
  FlatSchema.startSchema(builder);
  FlatSchema.addEndianness(builder, Endianness.Little);
  FlatSchema.addFields(builder, fields);
  if (metadata !== 0) FlatSchema.addCustomMetadata(builder, metadata);
  const header = FlatSchema.endSchema(builder);
  Message.startMessage(builder);
  Message.addVersion(builder, MetadataVersion.V5);
  Message.addHeaderType(builder, MessageHeader.Schema);
  Message.addHeader(builder, header);
  Message.addBodyLength(builder, 0n);
  Message.finishMessageBuffer(builder, Message.endMessage(builder));
  return encapsulate(builder.asUint8Array());
}

/** Continuation marker, length and padding, so that what follows in a stream begins at a multiple of 8. */
function encapsulate(metadata: Uint8Array): Uint8Array {
  const length = Math.ceil(metadata.length / 8) * 8;
  const message = new Uint8Array(8 + length);
  const view = new DataView(message.buffer);
  view.setUint32(0, 0xffff_ffff, true);
  view.setUint32(4, length, true);
  message.set(metadata, 8);
  return message;
}

function writeField(builder: Builder, field: Field): number {
  const children = FlatField.createChildrenVector(
    builder,
    childrenOf(field.type).map((child) => writeField(builder, child)),
  );
  const name = builder.createString(field.name);
  const metadata = writeMetadata(builder, field.metadata, (pairs) =>
    FlatField.createCustomMetadataVector(builder, pairs),
  );
  const { tag, type } = writeType(builder, field.type);
  FlatField.startField(builder);
  FlatField.addName(builder, name);
  FlatField.addNullable(builder, field.nullable);
  FlatField.addTypeType(builder, tag);
  FlatField.addType(builder, type);
  FlatField.addChildren(builder, children);
  if (metadata !== 0) FlatField.addCustomMetadata(builder, metadata);
  return FlatField.endField(builder);
}

function writeMetadata(
  builder: Builder,
  metadata: ReadonlyMap<string, string>,
  vector: (pairs: number[]) => number,
): number {
  if (metadata.size === 0) return 0;
  const pairs = [...metadata].map(([key, value]) =>
    KeyValue.createKeyValue(builder, builder.createString(key), builder.createString(value)),
  );
  return vector(pairs);
}

const precisions = { 16: Precision.HALF, 32: Precision.SINGLE, 64: Precision.DOUBLE } as const;

function writeType(builder: Builder, type: DataType): { readonly tag: Type; readonly type: number } {
  switch (type.kind) {
    case 'null':
      Null.startNull(builder);
      return { tag: Type.Null, type: Null.endNull(builder) };
    case 'bool':
      Bool.startBool(builder);
      return { tag: Type.Bool, type: Bool.endBool(builder) };
    case 'int':
      return { tag: Type.Int, type: Int.createInt(builder, type.bits, type.signed) };
    case 'float':
      return { tag: Type.FloatingPoint, type: FloatingPoint.createFloatingPoint(builder, precisions[type.bits]) };
    case 'decimal':
      return { tag: Type.Decimal, type: Decimal.createDecimal(builder, type.precision, type.scale, type.bits) };
    case 'utf8':
      Utf8.startUtf8(builder);
      return { tag: Type.Utf8, type: Utf8.endUtf8(builder) };
    case 'large_utf8':
      LargeUtf8.startLargeUtf8(builder);
      return { tag: Type.LargeUtf8, type: LargeUtf8.endLargeUtf8(builder) };
    case 'binary':
      Binary.startBinary(builder);
      return { tag: Type.Binary, type: Binary.endBinary(builder) };
    case 'large_binary':
      LargeBinary.startLargeBinary(builder);
      return { tag: Type.LargeBinary, type: LargeBinary.endLargeBinary(builder) };
    case 'fixed_size_binary':
      return { tag: Type.FixedSizeBinary, type: FixedSizeBinary.createFixedSizeBinary(builder, type.byteWidth) };
    case 'date':
      return {
        tag: Type.Date,
        type: Date.createDate(builder, type.unit === 'day' ? DateUnit.DAY : DateUnit.MILLISECOND),
      };
    case 'time':
      return { tag: Type.Time, type: Time.createTime(builder, timeUnits[type.unit], type.bits) };
    case 'timestamp': {
      const timezone = type.timezone === null ? 0 : builder.createString(type.timezone);
      return { tag: Type.Timestamp, type: Timestamp.createTimestamp(builder, timeUnits[type.unit], timezone) };
    }
    case 'duration':
      return { tag: Type.Duration, type: Duration.createDuration(builder, timeUnits[type.unit]) };
    case 'interval':
      return { tag: Type.Interval, type: Interval.createInterval(builder, intervalUnits[type.unit]) };
    case 'list':
      List.startList(builder);
      return { tag: Type.List, type: List.endList(builder) };
    case 'large_list':
      LargeList.startLargeList(builder);
      return { tag: Type.LargeList, type: LargeList.endLargeList(builder) };
    case 'fixed_size_list':
      return { tag: Type.FixedSizeList, type: FixedSizeList.createFixedSizeList(builder, type.size) };
    case 'map':
      return { tag: Type.Map, type: FlatMap.createMap(builder, type.keysSorted) };
    case 'struct':
      Struct.startStruct_(builder);
      return { tag: Type.Struct_, type: Struct.endStruct_(builder) };
  }
}
