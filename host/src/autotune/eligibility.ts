import { minWindowsEach, minWindowSeconds, slowBytesPerSecond } from './bounds.ts';
import { firstCandidates } from './candidates.ts';
import { knobId } from './settings.ts';
import type { Limits, StreamFacts, TunableKnob } from './types.ts';

export type Eligibility = { readonly eligible: true } | { readonly eligible: false; readonly reason: string };

/** A window that tells the speed, then two of the baseline and two of one candidate. */
export const leastProbeSeconds = (1 + 2 * minWindowsEach) * minWindowSeconds;

/** Before a row has moved: whether there is anything to choose, and a chance that choosing pays. */
export function eligibility(knobs: readonly TunableKnob[], stream: StreamFacts, limits: Limits): Eligibility {
  if (!stream.divisible) return no('the stream is one unit, so that nothing would take effect before its end');
  const free = knobs.filter(({ pinned }) => !pinned);
  if (free.length === 0) return no(knobs.length === 0 ? 'there are no knobs' : 'all knobs are pinned');
  if (free.every((knob) => firstCandidates(knob, knob.baseline).length === 0)) {
    return no(`there is only one value to use for ${free.map(knobId).join(', ')}`);
  }
  if (!(limits.budgetShare > 0) || !(limits.budgetSeconds >= leastProbeSeconds)) {
    return no(`the budget is less than the ${leastProbeSeconds} s of the shortest probe`);
  }
  if (!(stream.estimatedRows > 0) || !Number.isFinite(stream.estimatedRows)) {
    return no('the number of rows is not known, so that the budget is not either');
  }
  // The first window decides again, with the speed that it has seen.
  const slowest = stream.estimatedBytes / slowBytesPerSecond;
  if (stream.estimatedBytes > 0 && slowest * limits.budgetShare < leastProbeSeconds) {
    return no(
      `too small: ${inMib(stream.estimatedBytes)} MiB take ${slowest.toFixed(1)} s even at ${inMib(slowBytesPerSecond)} MiB/s`,
    );
  }
  return { eligible: true };
}

/** After the first window: null where a probe repays itself. */
export function tooShort(rowsPerSecond: number, stream: StreamFacts, limits: Limits): string | null {
  const seconds = stream.estimatedRows / rowsPerSecond;
  if (seconds * limits.budgetShare >= leastProbeSeconds) return null;
  const share = `${Math.round(limits.budgetShare * 100)} %`;
  return `too small: at the speed of the first window it takes ${seconds.toFixed(1)} s, of which ${share} are less than the ${leastProbeSeconds} s of the shortest probe`;
}

function no(reason: string): Eligibility {
  return { eligible: false, reason };
}

const inMib = (bytes: number): number => Math.round(bytes / 2 ** 20);
