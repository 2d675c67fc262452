import type { Stats } from '@rapidbyte/connector';

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
  readonly waits: WaitTotals;
}

const noWaits: WaitTotals = { read: 0, credit: 0, write: 0, flush: 0, input: 0 };

/** Adds up what the sessions of a load do, from credit, which is exact at any moment, and from Stats. */
export class LoadMeter {
  readonly #open = new Set<SessionMeter>();
  #ended: LoadTotals = { rows: 0, bytes: 0, sessionSeconds: 0, waits: noWaits };
  #opened = 0;

  openSession(): SessionMeter {
    const session = new SessionMeter(++this.#opened, (totals) => {
      this.#open.delete(session);
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

  /** Those whose destination has consumed anything. */
  get flowing(): number {
    let flowing = 0;
    for (const session of this.#open) if (session.isFlowing) flowing++;
    return flowing;
  }

  /** True once both sides of every open session have told how they are. */
  get allHaveReported(): boolean {
    for (const session of this.#open) if (!session.hasReported) return false;
    return true;
  }

  /** True once every session that is open was opened after the mark. */
  hasChangedOver(mark: number): boolean {
    for (const { number } of this.#open) if (number <= mark) return false;
    return true;
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
  #source: Stats | null = null;
  #destination: Stats | null = null;
  #ended = false;

  constructor(number: number, onEnd: (totals: LoadTotals) => void) {
    this.number = number;
    this.#onEnd = onEnd;
  }

  get isFlowing(): boolean {
    return this.#consumedBytes > 0;
  }

  get hasReported(): boolean {
    return this.#source !== null && this.#destination !== null;
  }

  relayed(rows: number, bytes: number): void {
    this.#relayedRows += rows;
    this.#relayedBytes += bytes;
  }

  /** The destination grants again what it has consumed. */
  consumed(bytes: number): void {
    this.#consumedBytes = Math.min(this.#consumedBytes + bytes, this.#relayedBytes);
  }

  stats(side: 'source' | 'destination', stats: Stats): void {
    if (side === 'source') this.#source = stats;
    else this.#destination = stats;
  }

  /** @param complete everything that was relayed has been written */
  end(complete: boolean): void {
    if (this.#ended) return;
    this.#ended = true;
    if (complete) this.#consumedBytes = this.#relayedBytes;
    this.#onEnd(this.totals());
  }

  totals(): LoadTotals {
    const share = this.#relayedBytes === 0 ? 1 : this.#consumedBytes / this.#relayedBytes;
    return {
      // Batches are alike, so that bytes tell how far the rows are.
      rows: this.#relayedRows * share,
      bytes: this.#consumedBytes,
      sessionSeconds: (performance.now() - this.#openedAt) / 1000,
      waits: {
        read: (this.#source?.waitReadMs ?? 0) / 1000,
        credit: (this.#source?.waitCreditMs ?? 0) / 1000,
        write: (this.#destination?.waitWriteMs ?? 0) / 1000,
        flush: (this.#destination?.waitFlushMs ?? 0) / 1000,
        input: (this.#destination?.waitInputMs ?? 0) / 1000,
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
    waits: {
      read: apply(a.waits.read, b.waits.read),
      credit: apply(a.waits.credit, b.waits.credit),
      write: apply(a.waits.write, b.waits.write),
      flush: apply(a.waits.flush, b.waits.flush),
      input: apply(a.waits.input, b.waits.input),
    },
  };
}
