import { median } from '../../test/support/statistics.ts';
import type { LinkRoute } from '../../test/support/link/pacing.ts';
import type { CaseResult } from '../runs.ts';
import { table } from './markdown.ts';

export function linkText({ shape: { roundTripMs, megabitsPerSecond }, only }: LinkRoute): string {
  return [
    `Every connection to ${only === undefined ? 'either server' : `the ${only} server`} goes through a process that delays each direction by ${roundTripMs / 2} ms, so that a`,
    `round trip takes ${roundTripMs} ms more, and lets ${megabitsPerSecond} Mbit/s pass each way: each connection has this to`,
    'itself. Setting one up takes a round trip. What is under way, and 256 KiB of the sender, wait in it; there is no loss,',
    'and no slow start.',
    ...(only === undefined ? [] : ['The other server is reached directly.']),
  ].join('\n');
}

export function linkSection(results: readonly CaseResult[], { only }: LinkRoute): string[] {
  // With both sides: once on the way from the source, once on the way to the destination.
  const passes = only === undefined ? 2 : 1;
  const rows = results.flatMap((result) =>
    result.arms.map((arm) => {
      const seconds = median(arm.runs.map((run) => run.linkCpuSeconds ?? Number.NaN));
      const gigabytes = (passes * result.bytesPerRow * result.case.rows) / 1e9;
      const perGigabyte = result.case.rows < 1000 ? '' : (seconds / gigabytes).toFixed(2);
      return [result.case.name, arm.arm, seconds.toFixed(2), perGigabyte];
    }),
  );
  return [
    '## The link itself',
    '',
    'CPU seconds of its process, and per GB carried; they are in no other figure, and compete with the rest.',
    '',
    ...table(['case', 'arm', 'CPU s', 'CPU s per GB'], rows),
    '',
  ];
}
