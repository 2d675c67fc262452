import { malformed } from '../malformed.ts';

/** What protobufjs hands over for a 64-bit field: its Long class where that is installed, else a number. */
interface LongBits {
  readonly low: number;
  readonly high: number;
}

/**
 * A 64-bit field as a safe integer. Sessions, rows and bytes stay far below 2^53; a larger value is an error, never rounded.
 * @throws ConnectorError malformed_message
 */
export function integer(value: number | null | undefined, where: string): number {
  const raw: unknown = value ?? 0;
  const number = typeof raw === 'number' ? raw : (raw as LongBits).high * 0x1_0000_0000 + ((raw as LongBits).low >>> 0);
  if (!Number.isSafeInteger(number)) throw malformed(where, `${String(value)} is beyond 2^53`);
  return number;
}

/** Like {@link integer}, for uint64 fields. An unsigned Long has a signed `high`. */
export function count(value: number | null | undefined, where: string): number {
  const number = integer(value, where);
  if (number < 0) throw malformed(where, `${String(value)} is beyond 2^53`);
  return number;
}

/** A double that measures something. */
export function measure(value: number | null | undefined, where: string): number {
  const number = value ?? 0;
  if (!Number.isFinite(number) || number < 0) throw malformed(where, `${number} is not a measure`);
  return number;
}

/** A sub-message that must be there. */
export function required<T>(value: T | null | undefined, where: string): T {
  if (value === null || value === undefined) throw malformed(where, 'missing');
  return value;
}

/** `{ key: value }` where the value says something, else `{}`: proto3 has no absent scalar, `''` and 0 stand for it. */
export function optional<Key extends string, T>(key: Key, value: T | null | undefined | '' | 0): { [K in Key]?: T } {
  if (value === null || value === undefined || value === '' || value === 0) return {};
  return { [key]: value } as { [K in Key]?: T };
}

/** Bytes that outlive the frame they arrived in: control messages are small, so a copy lets the frame go. */
export function bytes(value: Uint8Array | null | undefined): Uint8Array {
  return value === null || value === undefined ? new Uint8Array(0) : new Uint8Array(value);
}
