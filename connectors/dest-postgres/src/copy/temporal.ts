import { ConnectorError, type TimeUnit } from '@rapidbyte/connector';
import type { BindColumn } from './encoding.ts';
import { fixedColumn } from './numbers.ts';

/** PostgreSQL counts from 2000-01-01, Arrow from 1970-01-01. */
const epochDays = 10_957;
const epochMicroseconds = 946_684_800_000_000n;
const dayMilliseconds = 86_400_000n;
/** The extreme values of PostgreSQL's int32 dates and int64 timestamps mean ±infinity, which Arrow does not have. */
const maxInt32 = 2_147_483_647;
const maxInt64 = 9_223_372_036_854_775_807n;

const microsecondsPer: Readonly<Record<Exclude<TimeUnit, 'nanosecond'>, bigint>> = {
  second: 1_000_000n,
  millisecond: 1000n,
  microsecond: 1n,
};

/** int32 days since 1970 → date. */
export const dateFromDays: BindColumn = fixedColumn(4, (data, row, target, at) =>
  target.setInt32(at, checkedDate(data.getInt32(4 * row, true))),
);

/** int64 milliseconds since 1970, whole days → date. */
export const dateFromMilliseconds: BindColumn = fixedColumn(4, (data, row, target, at) => {
  const value = data.getBigInt64(8 * row, true);
  if (value % dayMilliseconds !== 0n) throw outOfRange(`${value} ms is not a whole day`);
  target.setInt32(at, checkedDate(Number(value / dayMilliseconds)));
});

function checkedDate(days: number): number {
  const shifted = days - epochDays;
  if (shifted <= -maxInt32 - 1 || shifted >= maxInt32) throw outOfRange(`day ${days} is outside of PostgreSQL's dates`);
  return shifted;
}

/** int64 since 1970 → timestamp or timestamptz. */
export function timestamp(unit: TimeUnit): BindColumn {
  return fixedColumn(8, (data, row, target, at) => {
    const shifted = toMicroseconds(data.getBigInt64(8 * row, true), unit) - epochMicroseconds;
    if (shifted <= -maxInt64 - 1n || shifted >= maxInt64) throw outOfRange("a timestamp is outside of PostgreSQL's");
    target.setBigInt64(at, shifted);
  });
}

/** int32 or int64 since midnight → time. */
export function timeOfDay(unit: TimeUnit, bits: 32 | 64): BindColumn {
  return fixedColumn(8, (data, row, target, at) => {
    const value = bits === 32 ? BigInt(data.getInt32(4 * row, true)) : data.getBigInt64(8 * row, true);
    target.setBigInt64(at, toMicroseconds(value, unit));
  });
}

/** int64 → interval: int64 microseconds, int32 days, int32 months. */
export function duration(unit: TimeUnit): BindColumn {
  return fixedColumn(16, (data, row, target, at) => {
    const value = toMicroseconds(data.getBigInt64(8 * row, true), unit);
    if (value > maxInt64 || value < -maxInt64 - 1n) throw outOfRange("a duration is outside of PostgreSQL's intervals");
    writeInterval(target, at, value, 0, 0);
  });
}

/** Arrow's three intervals → interval. */
export function interval(unit: 'year_month' | 'day_time' | 'month_day_nano'): BindColumn {
  switch (unit) {
    case 'year_month':
      return fixedColumn(16, (data, row, target, at) => writeInterval(target, at, 0n, 0, data.getInt32(4 * row, true)));
    case 'day_time':
      return fixedColumn(16, (data, row, target, at) =>
        writeInterval(target, at, BigInt(data.getInt32(8 * row + 4, true)) * 1000n, data.getInt32(8 * row, true), 0),
      );
    case 'month_day_nano':
      return fixedColumn(16, (data, row, target, at) =>
        writeInterval(
          target,
          at,
          toMicroseconds(data.getBigInt64(16 * row + 8, true), 'nanosecond'),
          data.getInt32(16 * row + 4, true),
          data.getInt32(16 * row, true),
        ),
      );
  }
}

function writeInterval(target: DataView, at: number, microseconds: bigint, days: number, months: number): void {
  target.setBigInt64(at, microseconds);
  target.setInt32(at + 8, days);
  target.setInt32(at + 12, months);
}

/** Nothing is rounded: a nanosecond value with a part below a microsecond is refused. */
function toMicroseconds(value: bigint, unit: TimeUnit): bigint {
  if (unit !== 'nanosecond') return value * microsecondsPer[unit];
  if (value % 1000n !== 0n) throw outOfRange(`${value} ns is finer than PostgreSQL's microseconds`);
  return value / 1000n;
}

function outOfRange(message: string): ConnectorError {
  return new ConnectorError({
    code: 'value_out_of_range',
    category: 'data',
    message,
    hint: 'leave the value out at the source, or send the column as text',
  });
}
