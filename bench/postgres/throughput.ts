import type { LoadTrace, Tuning } from '../arms/load-trace.ts';

/** Reports come four times a second: over a second, what is seen is not their own jitter. */
const intervals = 4;

/** Seconds, and MB a second over the last second. */
export function throughput({ begins, progress }: LoadTrace): [number, number][] {
  const points = [{ seconds: begins, bytes: 0 }, ...progress.filter(({ seconds }) => seconds > begins)];
  return points.slice(1).map(({ seconds, bytes }, index) => {
    const before = points[Math.max(0, index + 1 - intervals)] ?? { seconds: 0, bytes: 0 };
    return [seconds, (bytes - before.bytes) / 1e6 / (seconds - before.seconds)];
  });
}

export interface Span {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/**
 * The windows of a probe, in their order. The record has their lengths only: what was not measured before the lock, the
 * change-overs, is shared out evenly before each.
 */
export function probeWindows({ begins }: LoadTrace, { record, at, firstWindowEnds }: Tuning): Span[] {
  const windows = (record?.rounds ?? [])
    .flatMap(({ knob, candidates }) =>
      candidates.flatMap(({ value, windows }) =>
        windows.map(({ number, seconds }) => ({ number, seconds, label: `${knob.replace(/^\w+\./, '')} ${value}` })),
      ),
    )
    .sort((a, b) => a.number - b.number);
  const start = firstWindowEnds ?? begins;
  const measured = windows.reduce((sum, { seconds }) => sum + seconds, 0);
  const gap = Math.max(0, at - start - measured) / windows.length;
  let end = start;
  return windows.map(({ seconds, label }) => {
    const from = end + gap;
    end = from + seconds;
    return { from, to: end, label };
  });
}
