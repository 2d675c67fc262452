import { type Column, type DataType, extensionNameKey, type Field } from '@rapidbyte/connector';
import {
  columnEncoding,
  formatType,
  opaqueTypeName,
  readColumnDefinition,
  type ColumnDefinition,
  type TypeReference,
} from '@rapidbyte/postgres';
import type { CopyEncoding } from './copy/encoding.ts';
import { fixedSizeList, list } from './copy/list.ts';
import { float16ToFloat4, int64ToOid, int8ToInt2, uint16ToInt4, uint32ToInt8 } from './copy/numbers.ts';
import { decimal, uint64ToNumeric } from './copy/numeric.ts';
import { dateFromDays, dateFromMilliseconds, duration, interval, timeOfDay, timestamp } from './copy/temporal.ts';
import { checkedTypeText } from './create-type.ts';
import type { TypePlaces } from './type-places.ts';

/** How one column of a stream is staged and stored. */
export interface ColumnPlan {
  readonly name: string;
  readonly nullable: boolean;
  /** What COPY is fed: the column's type in staging. */
  readonly stagingType: string;
  /** The column's type in a table made for the stream. Another than `stagingType` where the values travel as text. */
  readonly sqlType: string;
  /** ` COLLATE …`, or empty. */
  readonly collate: string;
  readonly encoding: CopyEncoding;
}

const variable = { kind: 'variable', offsetBits: 32, version: false } as const satisfies CopyEncoding;

/**
 * The plan for a column that arrives as `field`: in PostgreSQL's own type where the field is of the native family, else
 * in the type that holds every value of the Arrow type. Undefined where PostgreSQL has none.
 */
export function planColumn(column: Column, field: Field, places: TypePlaces): ColumnPlan | undefined {
  const definition = readColumnDefinition(column);
  const native = definition === undefined ? undefined : planNative(column, field, definition, places);
  if (native !== undefined) return native;
  const plain = planArrow(field);
  if (plain === undefined) return undefined;
  const { sqlType, encoding } = plain;
  return { name: column.name, nullable: column.nullable, stagingType: sqlType, sqlType, collate: '', encoding };
}

function planNative(
  column: Column,
  field: Field,
  definition: ColumnDefinition,
  places: TypePlaces,
): ColumnPlan | undefined {
  if (!isNativeField(field, definition)) return undefined;
  const shared = columnEncoding(field, definition.typname);
  if (shared === undefined) return undefined;
  const sqlType = checkedTypeText(formatType(definition.type, places.schemaOf), definition.type);
  // xml's receive function would obey an encoding declaration that text in UTF-8 only quotes.
  const asText = shared.kind === 'text_form' || definition.typname === 'xml';
  const encoding = asText ? variable : nativeEncoding(field, definition.typname);
  if (encoding === undefined) return undefined;
  return {
    name: column.name,
    nullable: column.nullable,
    stagingType: asText ? 'text' : sqlType,
    sqlType,
    collate: definition.collation === undefined ? '' : places.collate(definition.collation),
    encoding,
  };
}

/** Types that travel as plain utf8 in both variants. */
const textTypes = new Set(['text', 'varchar', 'bpchar', 'name', 'xml', 'json', 'jsonb']);

/**
 * Whether a field's values are those of the column's own type. A plain utf8 field may also be the canonical variant's
 * text output of any other type; that goes to a column of type text.
 */
export function isNativeField(field: Field, definition: ColumnDefinition): boolean {
  if (opaqueTypeName(field) !== null || field.type.kind !== 'utf8') return true;
  return textTypes.has(definition.typname) || isEnum(definition.type, definition);
}

/** Domains are seen through. */
function isEnum(type: TypeReference, definition: ColumnDefinition): boolean {
  if ('builtin' in type || type.array === true) return false;
  const found = definition.types.find(({ schema, name }) => schema === type.schema && name === type.name);
  if (found?.kind === 'domain') return isEnum(found.base, definition);
  return found?.kind === 'enum';
}

function nativeEncoding(field: Field, typname: string): CopyEncoding | undefined {
  const shared = columnEncoding(field, typname);
  switch (shared?.kind) {
    case undefined:
    case 'text_form':
      return undefined;
    case 'bool':
    case 'swap':
    case 'fixed':
      return shared;
    case 'variable':
      return variable;
    case 'jsonb':
      return { ...variable, version: true };
    case 'date':
      return { kind: 'computed', bind: dateFromDays };
    case 'time':
      return { kind: 'computed', bind: timeOfDay('microsecond', 64) };
    case 'timestamp':
      return { kind: 'computed', bind: timestamp('microsecond') };
    case 'decimal':
      return { kind: 'computed', bind: decimal(shared.bits, shared.scale) };
    case 'oid':
      return { kind: 'computed', bind: int64ToOid };
  }
}

/** The PostgreSQL type that holds every value of an Arrow type, for sources that are not PostgreSQL. */
function planArrow(field: Field): { readonly sqlType: string; readonly encoding: CopyEncoding } | undefined {
  const { type } = field;
  const extension = field.metadata.get(extensionNameKey);
  switch (type.kind) {
    case 'bool':
      return { sqlType: 'boolean', encoding: { kind: 'bool' } };
    case 'int':
      return planInteger(type.bits, type.signed);
    case 'float':
      if (type.bits === 16) return { sqlType: 'real', encoding: { kind: 'computed', bind: float16ToFloat4 } };
      return type.bits === 32
        ? { sqlType: 'real', encoding: { kind: 'swap', width: 4 } }
        : { sqlType: 'double precision', encoding: { kind: 'swap', width: 8 } };
    case 'decimal':
      return {
        sqlType: type.scale < 0 ? 'numeric' : `numeric(${Math.max(type.precision, type.scale)},${type.scale})`,
        encoding: { kind: 'computed', bind: decimal(type.bits, type.scale) },
      };
    case 'utf8':
    case 'large_utf8': {
      const json = extension === 'arrow.json';
      const offsetBits = type.kind === 'utf8' ? 32 : 64;
      return { sqlType: json ? 'jsonb' : 'text', encoding: { kind: 'variable', offsetBits, version: json } };
    }
    case 'binary':
    case 'large_binary':
      return {
        sqlType: 'bytea',
        encoding: { kind: 'variable', offsetBits: type.kind === 'binary' ? 32 : 64, version: false },
      };
    case 'fixed_size_binary':
      return {
        sqlType: extension === 'arrow.uuid' && type.byteWidth === 16 ? 'uuid' : 'bytea',
        encoding: { kind: 'fixed', width: type.byteWidth },
      };
    case 'date':
      return {
        sqlType: 'date',
        encoding: { kind: 'computed', bind: type.unit === 'day' ? dateFromDays : dateFromMilliseconds },
      };
    case 'time':
      return {
        sqlType: 'time without time zone',
        encoding: { kind: 'computed', bind: timeOfDay(type.unit, type.bits) },
      };
    case 'timestamp':
      return {
        sqlType: type.timezone === null ? 'timestamp without time zone' : 'timestamp with time zone',
        encoding: { kind: 'computed', bind: timestamp(type.unit) },
      };
    case 'duration':
      return { sqlType: 'interval', encoding: { kind: 'computed', bind: duration(type.unit) } };
    case 'interval':
      return { sqlType: 'interval', encoding: { kind: 'computed', bind: interval(type.unit) } };
    case 'list':
    case 'large_list':
    case 'fixed_size_list':
      return planList(type);
    case 'null':
    case 'map':
    case 'struct':
      return undefined;
  }
}

/** pg_type.oid of the types that lists may have as elements; built-in, so the same in every database. */
const elementOids: Readonly<Record<string, number>> = {
  boolean: 16,
  bytea: 17,
  bigint: 20,
  smallint: 21,
  integer: 23,
  text: 25,
  real: 700,
  'double precision': 701,
  date: 1082,
  'time without time zone': 1083,
  'timestamp without time zone': 1114,
  'timestamp with time zone': 1184,
  interval: 1186,
  numeric: 1700,
  uuid: 2950,
  jsonb: 3802,
};

/** Lists of simple values are arrays; lists of lists are not: PostgreSQL's inner arrays all have one length. */
function planList(
  type: Extract<DataType, { kind: 'list' | 'large_list' | 'fixed_size_list' }>,
): { readonly sqlType: string; readonly encoding: CopyEncoding } | undefined {
  const element = planArrow(type.child);
  const oid = elementOids[element?.sqlType.replace(/\(.*\)$/, '') ?? ''];
  if (element === undefined || oid === undefined) return undefined;
  const bind =
    type.kind === 'fixed_size_list'
      ? fixedSizeList(type.size, element.encoding, oid)
      : list(type.kind === 'list' ? 32 : 64, element.encoding, oid);
  return { sqlType: `${element.sqlType}[]`, encoding: { kind: 'computed', bind } };
}

/** Unsigned integers go to the next wider type. */
function planInteger(
  bits: 8 | 16 | 32 | 64,
  signed: boolean,
): { readonly sqlType: string; readonly encoding: CopyEncoding } {
  switch (bits) {
    case 8:
      return { sqlType: 'smallint', encoding: { kind: 'computed', bind: int8ToInt2(signed) } };
    case 16:
      return signed
        ? { sqlType: 'smallint', encoding: { kind: 'swap', width: 2 } }
        : { sqlType: 'integer', encoding: { kind: 'computed', bind: uint16ToInt4 } };
    case 32:
      return signed
        ? { sqlType: 'integer', encoding: { kind: 'swap', width: 4 } }
        : { sqlType: 'bigint', encoding: { kind: 'computed', bind: uint32ToInt8 } };
    case 64:
      return signed
        ? { sqlType: 'bigint', encoding: { kind: 'swap', width: 8 } }
        : { sqlType: 'numeric(20,0)', encoding: { kind: 'computed', bind: uint64ToNumeric } };
  }
}
