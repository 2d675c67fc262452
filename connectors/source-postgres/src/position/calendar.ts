/** Days from 1 March of the year 0 to 1 January 2000, from which PostgreSQL counts. */
const epochDays = 730_425;
const daysPerEra = 146_097;
const dayMicroseconds = 86_400_000_000n;

const int32 = { least: -(2n ** 31n), most: 2n ** 31n - 1n };
const int64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n };

/** @param days since 2000-01-01 */
export function dateText(days: bigint): string {
  const infinite = infinity(days, int32);
  if (infinite !== undefined) return infinite;
  const { date, suffix } = civil(Number(days));
  return `${date}${suffix}`;
}

/** @param microseconds since 2000-01-01 00:00 */
export function timestampText(microseconds: bigint, isUtc: boolean): string {
  const infinite = infinity(microseconds, int64);
  if (infinite !== undefined) return infinite;
  const ofDay = ((microseconds % dayMicroseconds) + dayMicroseconds) % dayMicroseconds;
  const { date, suffix } = civil(Number((microseconds - ofDay) / dayMicroseconds));
  return `${date} ${timeText(ofDay)}${isUtc ? '+00' : ''}${suffix}`;
}

/** @param microseconds since midnight; up to 24:00 */
export function timeText(microseconds: bigint): string {
  const seconds = Number(microseconds / 1_000_000n);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = parts.map((part) => pad(part, 2)).join(':');
  return `${clock}.${String(microseconds % 1_000_000n).padStart(6, '0')}`;
}

function infinity(value: bigint, { least, most }: { least: bigint; most: bigint }): string | undefined {
  if (value === most) return 'infinity';
  return value === least ? '-infinity' : undefined;
}

/** Gregorian, also before there was one, as PostgreSQL has it. https://howardhinnant.github.io/date_algorithms.html#civil_from_days */
function civil(daysSince2000: number): { readonly date: string; readonly suffix: string } {
  const days = daysSince2000 + epochDays;
  const era = Math.floor(days / daysPerEra);
  const ofEra = days - era * daysPerEra;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  // Years begin in March here, so that a leap day is their last.
  const march = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * march + 2) / 5) + 1;
  const month = march < 10 ? march + 3 : march - 9;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  const date = `${pad(year > 0 ? year : 1 - year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  return { date, suffix: year > 0 ? '' : ' BC' };
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
