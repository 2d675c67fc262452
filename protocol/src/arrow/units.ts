import { IntervalUnit } from 'apache-arrow/fb/interval-unit';
import { TimeUnit as FlatTimeUnit } from 'apache-arrow/fb/time-unit';
import type { TimeUnit } from './schema.ts';

export const timeUnits: Readonly<Record<TimeUnit, FlatTimeUnit>> = {
  second: FlatTimeUnit.SECOND,
  millisecond: FlatTimeUnit.MILLISECOND,
  microsecond: FlatTimeUnit.MICROSECOND,
  nanosecond: FlatTimeUnit.NANOSECOND,
};

export const intervalUnits = {
  year_month: IntervalUnit.YEAR_MONTH,
  day_time: IntervalUnit.DAY_TIME,
  month_day_nano: IntervalUnit.MONTH_DAY_NANO,
} as const;
