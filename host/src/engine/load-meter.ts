import type { Stats } from '@rapidbyte/connector';
import { StatsJudge } from './stats-judge.ts';
import { SteadyProgress } from './steady-progress.ts';

/** Seconds spent waiting, summed over sessions. */
export interface WaitTotals {
  readonly read: number;
  readonly credit: number;
  readonly write: number;
  readonly flush: number;
  readonly input: number;
}

/** Of the whole load so far; what a window has seen is the difference of two. */
export interface LoadTotals {
  /** Consumed by destinations. */
  readonly rows: number;
  readonly bytes: number;
  /** Summed over pairs of sessions: how long each was open. */
  readonly sessionSeconds: number;
  /** The part of it that each side's Stats speak of: the last ones are always a little old. */
  readonly reportedSeconds: { readonly source: number; readonly destination: number };
  readonly waits: WaitTotals;
}

const nothing: LoadTotals = {
  rows: 0,
  bytes: 0,
  sessionSeconds: 0,
  reportedSeconds: { source: 0, destination: 0 },
  waits: { read: 0, credit: 0, write: 0, flush: 0, input: 0 },
};

/** Adds up what the sessions of a load do, from credit, which is exact at any moment, and from Stats. */
export class LoadMeter {
  readonly #open = new Set<SessionMeter>();
  #ended = nothing;
  #endedBursts = 0;
  #opened = 0;
  #fault: string | null = null;

  openSession(): SessionMeter {
    const session = new SessionMeter(++this.#opened, (totals) => {
      this.#open.delete(session);
      this.#fault ??= session.fault;
      // What is small is granted again with its end.
      this.#endedBursts += Math.max(1, session.bursts);
      this.#ended = sum(this.#ended, totals);
    });
    this.#open.add(session);
    return session;
  }

  /** To be given to `hasChangedOver`. */
  mark(): number {
    return this.#opened;
  }

  /** Sessions that are open. */
  get open(): number {
    return this.#open.size;
  }

  /** Those whose destination has taken more than what fills its buffers at once. */
  get flowing(): number {
    let flowing = 0;
    for (const { bursts } of this.#open) if (bursts > 1) flowing++;
    return flowing;
  }

  /** How often a destination has taken something, over all sessions. */
  get bursts(): number {
    let bursts = this.#endedBursts;
    for (const session of this.#open) bursts += session.bursts;
    return bursts;
  }

  /** True once every session that is open was opened after the mark. */
  hasChangedOver(mark: number): boolean {
    for (const { number } of this.#open) if (number <= mark) return false;
    return true;
  }

  /** Why no conclusion may be drawn from waits: Stats that did not come, or made no sense. For good. */
  get fault(): string | null {
    for (const { fault } of this.#open) this.#fault ??= fault;
    return this.#fault;
  }

  totals(): LoadTotals {
    let totals = this.#ended;
    for (const session of this.#open) totals = sum(totals, session.totals());
    return totals;
  }
}

/** One pair of sessions. */
export class SessionMeter {
  readonly number: number;
  readonly #onEnd: (totals: LoadTotals) => void;
  readonly #openedAt = performance.now();
  #relayedRows = 0;
  #relayedBytes = 0;
  #consumedBytes = 0;
  readonly #progress = new SteadyProgress();
  readonly #source = new StatsJudge('source');
  readonly #destination = new StatsJudge('destination');
  #ended = false;
  /** All that was relayed has been written, and all Stats are there. */
  #complete = false;
  #sourceDoneAtMs: number | null = null;

  constructor(number: number, onEnd: (totals: LoadTotals) => void) {
    this.number = number;
    this.#onEnd = onEnd;
  }

  /** How often the destination has taken something. */
  get bursts(): number {
    return this.#progress.bursts;
  }

  relayed(rows: number, bytes: number): void {
    this.#relayedRows += rows;
    this.#relayedBytes += bytes;
  }

  /** The destination grants again what it has consumed. */
  consumed(bytes: number): void {
    const taken = Math.min(bytes, this.#relayedBytes - this.#consumedBytes);
    this.#consumedBytes += taken;
    this.#progress.take(taken, performance.now());
  }

  stats(side: 'source' | 'destination', stats: Stats): void {
    (side === 'source' ? this.#source : this.#destination).take(stats, this.#ageMs);
  }

  /** From now on it waits for the destination. */
  sourceDone(): void {
    this.#sourceDoneAtMs = this.#ageMs;
  }

  /** Why its waits tell nothing; null where they may. */
  get fault(): string | null {
    const ageMs = this.#ageMs;
    return this.#source.fault(ageMs, this.#complete) ?? this.#destination.fault(ageMs, this.#complete);
  }

  /** @param complete everything that was relayed has been written */
  end(complete: boolean): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#complete = complete;
    if (complete) this.#consumedBytes = this.#relayedBytes;
    this.#onEnd(this.totals());
  }

  get #ageMs(): number {
    return performance.now() - this.#openedAt;
  }

  totals(): LoadTotals {
    const bytes = this.#ended ? this.#consumedBytes : this.#progress.bytesAt(performance.now());
    const share = this.#relayedBytes === 0 ? 1 : bytes / this.#relayedBytes;
    const sessionSeconds = this.#ageMs / 1000;
    const { last: source } = this.#source;
    const { last: destination } = this.#destination;
    const doneSeconds = this.#sourceDoneAtMs === null ? 0 : sessionSeconds - this.#sourceDoneAtMs / 1000;
    // The last Stats of a side speak of all of its session.
    const reported = (each: typeof source, isLast: boolean): number =>
      each === null ? 0 : isLast ? sessionSeconds : each.ageMs / 1000;
    return {
      // Batches are alike, so that bytes tell how far the rows are.
      rows: this.#relayedRows * share,
      bytes,
      sessionSeconds,
      reportedSeconds: {
        source: reported(source, this.#sourceDoneAtMs !== null),
        destination: reported(destination, this.#complete),
      },
      waits: {
        read: (source?.stats.waitReadMs ?? 0) / 1000,
        credit: (source?.stats.waitCreditMs ?? 0) / 1000 + doneSeconds,
        write: (destination?.stats.waitWriteMs ?? 0) / 1000,
        flush: (destination?.stats.waitFlushMs ?? 0) / 1000,
        input: (destination?.stats.waitInputMs ?? 0) / 1000,
      },
    };
  }
}

function sum(a: LoadTotals, b: LoadTotals): LoadTotals {
  return combine(a, b, (x, y) => x + y);
}

/** What came between two readings. */
export function since(before: LoadTotals, now: LoadTotals): LoadTotals {
  return combine(now, before, (x, y) => x - y);
}

function combine(a: LoadTotals, b: LoadTotals, apply: (x: number, y: number) => number): LoadTotals {
  return {
    rows: apply(a.rows, b.rows),
    bytes: apply(a.bytes, b.bytes),
    sessionSeconds: apply(a.sessionSeconds, b.sessionSeconds),
    reportedSeconds: {
      source: apply(a.reportedSeconds.source, b.reportedSeconds.source),
      destination: apply(a.reportedSeconds.destination, b.reportedSeconds.destination),
    },
    waits: {
      read: apply(a.waits.read, b.waits.read),
      credit: apply(a.waits.credit, b.waits.credit),
      write: apply(a.waits.write, b.waits.write),
      flush: apply(a.waits.flush, b.waits.flush),
      input: apply(a.waits.input, b.waits.input),
    },
  };
}
