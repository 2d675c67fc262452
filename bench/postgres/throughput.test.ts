import { expect, test } from 'vitest';
import { traceOf, tuningOf } from './testing.ts';
import { probeWindows, throughput } from './throughput.ts';

test('throughput is over the last reports, from the first unit on', () => {
  const load = traceOf(10, {
    progress: [0.5, 2, 3, 4, 5, 6, 7].map((seconds) => ({
      seconds,
      rows: 0,
      bytes: seconds < 1 ? 0 : 4e6 * (seconds - 1),
    })),
  });
  expect(throughput(load)).toEqual([2, 3, 4, 5, 6, 7].map((seconds) => [seconds, 4]));
});

test('windows in their order, up to the lock, what was not measured between them', () => {
  expect(probeWindows(traceOf(10), tuningOf(6, { firstWindowEnds: 2 }))).toEqual([
    { from: 3, to: 4, label: 'parallelism 2' },
    { from: 5, to: 6, label: 'parallelism 3' },
  ]);
  expect(probeWindows(traceOf(10), tuningOf(6, { record: undefined }))).toEqual([]);
});
