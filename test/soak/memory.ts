import { children, commandLine, residentBytes } from '../support/proc.ts';
import { median, trendPerSecond, type Sample } from '../support/statistics.ts';

const sampleIntervalMs = 1000;

export interface MemoryRecord {
  readonly process: string;
  /** Seconds since the start, resident bytes. */
  readonly samples: Sample[];
  /** The same of its anonymous memory. */
  readonly anonymous: Sample[];
}

/** Samples the resident memory of a host and its connectors once a second, until it is stopped. */
export function recordMemory(hostPid: number): { readonly records: () => MemoryRecord[]; readonly stop: () => void } {
  const records = new Map<number, MemoryRecord>();
  const start = performance.now();
  const timer = setInterval(() => {
    for (const pid of [hostPid, ...children(hostPid)]) {
      const bytes = residentBytes(pid);
      if (bytes === null) continue;
      const record = records.get(pid) ?? { process: processName(pid, hostPid), samples: [], anonymous: [] };
      const seconds = (performance.now() - start) / 1000;
      record.samples.push({ seconds, value: bytes.all });
      record.anonymous.push({ seconds, value: bytes.anonymous });
      records.set(pid, record);
    }
  }, sampleIntervalMs);
  return { records: () => [...records.values()], stop: () => clearInterval(timer) };
}

function processName(pid: number, hostPid: number): string {
  if (pid === hostPid) return 'host';
  const line = commandLine(pid);
  return /source-postgres|dest-postgres/.exec(line)?.[0] ?? line;
}

export interface Growth {
  readonly process: string;
  /** Along the trend, from the end of the warm-up to the last sample; negative if it shrank. */
  readonly grownBytes: number;
  /** The same of its anonymous memory: without pages of Node's binary and of libraries. */
  readonly grownAnonymousBytes: number;
  readonly peakBytes: number;
  /** Medians of equal stretches of the whole time, warm-up included: the plot. */
  readonly windowMedians: readonly number[];
}

export function growthAfter(record: MemoryRecord, warmUpSeconds: number, untilSeconds: number): Growth {
  const grown = (samples: readonly Sample[]): number =>
    trendPerSecond(samples.filter(({ seconds }) => seconds >= warmUpSeconds && seconds <= untilSeconds)) *
    (untilSeconds - warmUpSeconds);
  const windows = 12;
  const windowMedians = Array.from({ length: windows }, (_, index) => {
    const from = (untilSeconds / windows) * index;
    const to = (untilSeconds / windows) * (index + 1);
    return median(record.samples.filter(({ seconds }) => seconds >= from && seconds < to).map(({ value }) => value));
  });
  return {
    process: record.process,
    grownBytes: grown(record.samples),
    grownAnonymousBytes: grown(record.anonymous),
    peakBytes: Math.max(...record.samples.map(({ value }) => value)),
    windowMedians,
  };
}

export function formatGrowth({ process, grownBytes, grownAnonymousBytes, peakBytes, windowMedians }: Growth): string {
  const plot = windowMedians.map((bytes) => megabytes(bytes, 1)).join(' ');
  return `${process}: grown by ${megabytes(grownBytes, 2)} MB, of which ${megabytes(grownAnonymousBytes, 2)} are anonymous, peak ${megabytes(peakBytes, 1)} MB; medians over time, MB: ${plot}`;
}

function megabytes(bytes: number, digits: number): string {
  return (bytes / 1e6).toFixed(digits);
}
