/** Enough that a change of units costs little of it, and so small that there are many more of them than sessions. */
export const usualUnitBytes = 32 << 20;
/** Smaller ones are not worth their round trips. */
const leastUnitBytes = 8 << 20;
/** Sessions that are in the middle of units of other sizes do not end together; more units, and so smaller ones, even that out. */
const wavesLater = 3;

/**
 * Sessions that are about as fast end together where there is a whole number of units for each.
 * @param isFirst all sessions begin together
 */
export function evenUnitBytes(bytesLeft: number, sessions: number, isFirst: boolean): number {
  if (sessions < 2 || bytesLeft <= 0) return usualUnitBytes;
  const usual = Math.ceil(bytesLeft / usualUnitBytes / sessions);
  const most = Math.floor(bytesLeft / leastUnitBytes / sessions);
  const waves = isFirst ? usual : Math.max(usual, Math.min(wavesLater, most));
  return Math.max(leastUnitBytes, bytesLeft / (waves * sessions));
}
