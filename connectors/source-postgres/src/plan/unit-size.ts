/** Enough that a change of units costs little of it, and so small that there are many more of them than sessions. */
export const usualUnitBytes = 32 << 20;
/** Smaller ones are not worth their round trips. */
const leastUnitBytes = 8 << 20;

/** Sessions that are about as fast end together where there is a whole number of units for each. */
export function evenUnitBytes(bytesLeft: number, sessions: number): number {
  if (sessions < 2 || bytesLeft <= 0) return usualUnitBytes;
  const units = Math.ceil(bytesLeft / usualUnitBytes / sessions) * sessions;
  return Math.max(leastUnitBytes, bytesLeft / units);
}
