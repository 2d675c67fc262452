import { bottleneck } from '../autotune/bottleneck.ts';
import type { Verdict } from '../autotune/record.ts';
import type { Activity, Waits } from '../autotune/types.ts';
import type { ConnectorClient } from '../connector/client.ts';
import { type LoadMeter, type LoadTotals, since } from './load-meter.ts';

/** Less than this says nothing of a load: start-up and the first commits are most of it. */
const leastVerdictSeconds = 1;

/** Cumulative figures of a moment. */
export interface Reading {
  readonly atMs: number;
  readonly totals: LoadTotals;
  readonly hostCpuMs: number;
  /** Of each connector's process that has told. */
  readonly cpuMs: ReadonlyMap<MeasuredClient, number>;
}

type MeasuredClient = Pick<ConnectorClient, 'side' | 'peak'>;

/** Reads what a load and its processes have done so far; two readings are an Activity. */
export class LoadGauge {
  readonly #meter: LoadMeter;
  readonly #clients: readonly MeasuredClient[];

  /** @param clients may grow */
  constructor(meter: LoadMeter, clients: readonly MeasuredClient[]) {
    this.#meter = meter;
    this.#clients = clients;
  }

  read(): Reading {
    const { user, system } = process.cpuUsage();
    const known = this.#clients.filter(({ peak }) => peak.cpuMs > 0);
    return {
      atMs: performance.now(),
      totals: this.#meter.totals(),
      hostCpuMs: (user + system) / 1000,
      cpuMs: new Map(known.map((client) => [client, client.peak.cpuMs])),
    };
  }

  /** Why no conclusion may be drawn from it. */
  get fault(): string | null {
    return this.#meter.fault;
  }

  /** Who the others have waited for; null where it was too short to tell, or the waits are not known. */
  verdict(from: Reading, to: Reading): Verdict | null {
    if (this.fault !== null || to.atMs - from.atMs < leastVerdictSeconds * 1000) return null;
    const { source, destination } = since(from.totals, to.totals).reportedSeconds;
    return source > 0 && destination > 0 ? bottleneck(activity(from, to)) : null;
  }
}

export function activity(from: Reading, to: Reading): Activity {
  const { rows, bytes, sessionSeconds, reportedSeconds, waits } = since(from.totals, to.totals);
  return {
    seconds: (to.atMs - from.atMs) / 1000,
    rows,
    bytes,
    sessionSeconds,
    waits: projected(waits, reportedSeconds, sessionSeconds),
    cpuSeconds: {
      host: (to.hostCpuMs - from.hostCpuMs) / 1000,
      source: cpuSeconds('source', from, to),
      destination: cpuSeconds('destination', from, to),
    },
  };
}

/** Of a process that was not known at the beginning, start-up can't be told from work: it does not count. */
function cpuSeconds(side: 'source' | 'destination', from: Reading, to: Reading): number {
  let sum = 0;
  for (const [client, cpuMs] of to.cpuMs) {
    if (client.side === side) sum += cpuMs - (from.cpuMs.get(client) ?? cpuMs);
  }
  return sum / 1000;
}

/** The last Stats are always a little old: sessions are taken to have waited since as they did before. */
function projected(waits: Waits, reported: LoadTotals['reportedSeconds'], sessionSeconds: number): Waits {
  const project = (seconds: number, side: 'source' | 'destination'): number =>
    reported[side] > 0 ? Math.max(0, (seconds * sessionSeconds) / reported[side]) : 0;
  return {
    read: project(waits.read, 'source'),
    credit: project(waits.credit, 'source'),
    write: project(waits.write, 'destination'),
    flush: project(waits.flush, 'destination'),
    input: project(waits.input, 'destination'),
  };
}
