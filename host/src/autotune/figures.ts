import type { WindowRecord } from './record.ts';
import type { Observation } from './types.ts';

/** A window with its place in the probe. */
export interface Window {
  /** The first of the probe is 1. */
  readonly number: number;
  /** Its middle, in seconds since the probe began. */
  readonly at: number;
  readonly o: Observation;
}

/** Figures of several windows with the same settings, taken as one. */
export interface Figures {
  readonly bytesPerSecond: number;
  readonly rowsPerSecond: number;
  /** Of the time that sessions were open. */
  readonly flushShare: number;
  readonly bytesPerCpuSecond: number;
}

export function figures(windows: readonly Window[]): Figures {
  const sum = (figure: (o: Observation) => number): number => windows.reduce((total, { o }) => total + figure(o), 0);
  const bytes = sum((o) => o.bytes);
  const seconds = sum((o) => o.seconds);
  return {
    bytesPerSecond: ratio(bytes, seconds),
    rowsPerSecond: ratio(
      sum((o) => o.rows),
      seconds,
    ),
    flushShare: ratio(
      sum((o) => o.waits.flush),
      sum((o) => o.sessionSeconds),
    ),
    bytesPerCpuSecond: ratio(bytes, sum(cpuSeconds)),
  };
}

export function windowRecord(number: number, o: Observation): WindowRecord {
  const share = (seconds: number): number => ratio(seconds, o.sessionSeconds);
  const { read, credit, write, flush, input } = o.waits;
  return {
    number,
    seconds: o.seconds,
    rows: o.rows,
    bytes: o.bytes,
    bytesPerSecond: o.bytes / o.seconds,
    rowsPerSecond: o.rows / o.seconds,
    waits: { read: share(read), credit: share(credit), write: share(write), flush: share(flush), input: share(input) },
    cpuSeconds: { host: o.cpuSeconds.host, source: o.cpuSeconds.source, destination: o.cpuSeconds.destination },
    memoryBytes: o.memoryBytes,
  };
}

function cpuSeconds({ cpuSeconds: { host, source, destination } }: Observation): number {
  return host + source + destination;
}

/** 0 where there is nothing to divide by: records are JSON. */
function ratio(a: number, b: number): number {
  return b > 0 ? a / b : 0;
}
